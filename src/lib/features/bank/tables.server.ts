import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	real,
	text,
	unique,
	uuid
} from 'drizzle-orm/pg-core';
import { at, bytes, searchable } from '../../server/db/columns';
import { people } from '../people/tables.server';
import {
	assemblyStatuses,
	importStatuses,
	itemStatuses,
	itemUses,
	openingPurposes,
	paperStatuses
} from './states';

/** Material with several items that stay together on a paper. */
export const itemCases = pgTable('item_cases', {
	id: uuid('id').primaryKey(),
	code: text('code').notNull().unique(),
	createdAt: at('created_at').notNull()
});

/** What a case says. Never changed: an edit is the next version, and its items get versions that name it. */
export const caseVersions = pgTable(
	'case_versions',
	{
		id: uuid('id').primaryKey(),
		caseId: uuid('case_id')
			.notNull()
			.references(() => itemCases.id),
		version: integer('version').notNull(),
		/** `Words`. */
		title: jsonb('title').notNull(),
		material: jsonb('material').notNull(),
		/** Ids of files by the names under which the words show them. */
		pictures: jsonb('pictures').notNull().default({}),
		createdAt: at('created_at').notNull()
	},
	(t) => [unique('case_versions_number').on(t.caseId, t.version)]
);

/** A question of the bank: what is known about it. What it says stands in its versions. */
export const items = pgTable(
	'items',
	{
		id: uuid('id').primaryKey(),
		code: text('code').notNull().unique(),
		status: text('status', { enum: itemStatuses }).notNull(),
		use: text('use', { enum: itemUses }).notNull().default('exam'),
		/** The version that is worked on or drawn: always the newest. Without a foreign key, because it is written after. */
		versionId: uuid('version_id').notNull(),
		/** As in that version, so that lists and draws need not open it. */
		type: text('type').notNull(),
		/** Knowledge area. */
		area: text('area').notNull(),
		/** Cognitive level. */
		level: text('level').notNull(),
		/** What it tests of the competency model; null where nobody said. */
		competency: text('competency'),
		/** Code of the training module that teaches it. */
		module: text('module'),
		/** Share of its marks that candidates are expected to lose, in thousandths. */
		difficulty: integer('difficulty').notNull(),
		/** Expected time, in seconds. */
		seconds: integer('seconds').notNull(),
		/** Where it comes from: a book, a case, a person. */
		source: text('source'),
		tags: text('tags')
			.array()
			.notNull()
			.default(sql`'{}'::text[]`),
		caseId: uuid('case_id').references(() => itemCases.id),
		/** Its place in the case, from 1. */
		casePlace: integer('case_place'),
		/** From this day on it asks to be reviewed again. */
		reviewAgainOn: date('review_again_on'),
		setterId: uuid('setter_id').references(() => people.id),
		reviewerId: uuid('reviewer_id').references(() => people.id),
		createdAt: at('created_at').notNull(),
		reviewedAt: at('reviewed_at'),
		changedAt: at('changed_at').notNull(),
		/** Rises with every change: two editors of one item are told of each other. */
		revision: integer('revision').notNull().default(1),
		/** The least shingles of its stem (`sketchOf`), by which nearly the same ones are found. */
		sketch: integer('sketch')
			.array()
			.notNull()
			.default(sql`'{}'::int[]`),
		/** What it says in both languages, made ready to be searched. */
		terms: searchable('terms')
			.notNull()
			.default(sql`''::tsvector`)
	},
	(t) => [
		index('items_area').on(t.area, t.status, t.level, t.code),
		// What the list is sorted by, so that its first page never waits for all the others.
		index('items_area_code').on(t.area, t.code),
		index('items_type_code').on(t.type, t.code),
		index('items_level_code').on(t.level, t.code),
		index('items_difficulty_code').on(t.difficulty, t.code),
		index('items_code_begins').on(sql`lower(${t.code}) text_pattern_ops`),
		index('items_changed').on(t.changedAt, t.code),
		index('items_module').on(t.module, t.code),
		index('items_setter').on(t.setterId, t.code),
		index('items_status').on(t.status, t.code),
		// Few are for practice, and only they are ever looked for by their use.
		index('items_practice')
			.on(t.code)
			.where(sql`use = 'practice'`),
		index('items_case').on(t.caseId),
		index('items_review_again').on(t.reviewAgainOn),
		index('items_sketch').using('gin', t.sketch),
		index('items_terms').using('gin', t.terms),
		index('items_tags').using('gin', t.tags),
		check('items_two_people', sql`${t.reviewerId} is null or ${t.reviewerId} <> ${t.setterId}`),
		check('items_difficulty', sql`${t.difficulty} between 0 and 1000`)
	]
);

/**
 * What a candidate is shown of an item (`Shown`). Never changed: an edit is the next version. The key stands in a table
 * of its own, so that no query of a page can carry it along.
 */
export const itemVersions = pgTable(
	'item_versions',
	{
		id: uuid('id').primaryKey(),
		itemId: uuid('item_id')
			.notNull()
			.references(() => items.id),
		version: integer('version').notNull(),
		type: text('type').notNull(),
		shown: jsonb('shown').notNull(),
		caseVersionId: uuid('case_version_id').references(() => caseVersions.id),
		/** Ids of files by the names under which the words show them. */
		pictures: jsonb('pictures').notNull().default({}),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull()
	},
	(t) => [unique('item_versions_number').on(t.itemId, t.version)]
);

/** The whole question of a version, with what is right: for authors, marking, released results and practice. */
export const itemKeys = pgTable('item_keys', {
	itemVersionId: uuid('item_version_id')
		.primaryKey()
		.references(() => itemVersions.id),
	/** `Question`. */
	question: jsonb('question').notNull(),
	/** Own ids behind those that are shown (`Aliases`). */
	aliases: jsonb('aliases').notNull().default({})
});

/** What people say about an item while it is reviewed. Append-only. */
export const itemComments = pgTable(
	'item_comments',
	{
		id: uuid('id').primaryKey(),
		itemId: uuid('item_id')
			.notNull()
			.references(() => items.id),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		body: text('body').notNull(),
		createdAt: at('created_at').notNull()
	},
	(t) => [index('item_comments_item').on(t.itemId, t.createdAt)]
);

/** Two items that never stand on one paper; `itemId` is the lesser id. */
export const itemEnemies = pgTable(
	'item_enemies',
	{
		itemId: uuid('item_id')
			.notNull()
			.references(() => items.id),
		enemyId: uuid('enemy_id')
			.notNull()
			.references(() => items.id)
	},
	(t) => [
		primaryKey({ columns: [t.itemId, t.enemyId] }),
		index('item_enemies_enemy').on(t.enemyId),
		check('item_enemies_order', sql`${t.itemId} < ${t.enemyId}`)
	]
);

/** A law or rule that items cite. */
export const laws = pgTable('laws', {
	id: uuid('id').primaryKey(),
	name: text('name').notNull().unique(),
	/** Since when its present wording is in force. */
	inForceOn: date('in_force_on'),
	createdAt: at('created_at').notNull()
});

export const itemLaws = pgTable(
	'item_laws',
	{
		itemId: uuid('item_id')
			.notNull()
			.references(() => items.id),
		lawId: uuid('law_id')
			.notNull()
			.references(() => laws.id),
		/** '' for the law as a whole. */
		article: text('article').notNull().default('')
	},
	(t) => [primaryKey({ columns: [t.itemId, t.lawId, t.article] }), index('item_laws_law').on(t.lawId)]
);

/** A change of a law: whatever cites it has to be looked at again. Append-only. */
export const lawChanges = pgTable(
	'law_changes',
	{
		id: uuid('id').primaryKey(),
		lawId: uuid('law_id')
			.notNull()
			.references(() => laws.id),
		inForceOn: date('in_force_on').notNull(),
		note: text('note').notNull(),
		recordedBy: uuid('recorded_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [index('law_changes_law').on(t.lawId)]
);

/** How often an item was on the papers of a sitting. `sittingId` is the exam feature's. */
export const itemExposures = pgTable(
	'item_exposures',
	{
		itemId: uuid('item_id')
			.notNull()
			.references(() => items.id),
		sittingId: uuid('sitting_id').notNull(),
		shown: integer('shown').notNull(),
		lastShownAt: at('last_shown_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.itemId, t.sittingId] })]
);

/** What candidates made of an item, over all released sittings of a version. */
export const itemStatistics = pgTable('item_statistics', {
	itemVersionId: uuid('item_version_id')
		.primaryKey()
		.references(() => itemVersions.id),
	/** Candidates that it rests on. */
	candidates: integer('candidates').notNull(),
	/** Mean share of its marks, 0 to 1. */
	facility: real('facility').notNull(),
	/** Correlation of its marks with those of the rest of the paper; null where one of the two does not vary. */
	discrimination: real('discrimination'),
	computedAt: at('computed_at').notNull()
});

/** A file that somebody brought, as it was understood: nothing of it is in the bank before it is confirmed. */
export const itemImports = pgTable(
	'item_imports',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		fileName: text('file_name').notNull(),
		format: text('format').notNull(),
		/** As the form asked: area, level and so on for questions that do not say. */
		defaults: jsonb('defaults').notNull(),
		status: text('status', { enum: importStatuses }).notNull(),
		/** The file itself, until it is read; from then on the pictures of its questions, one behind the other. */
		source: bytes('source'),
		/** `ImportSummary`: problems of the file as a whole, or why it could not be read; what came of it. */
		summary: jsonb('summary'),
		createdAt: at('created_at').notNull(),
		confirmedAt: at('confirmed_at')
	},
	(t) => [index('item_imports_person').on(t.personId, t.createdAt)]
);

/** A question of such a file. */
export const importedQuestions = pgTable(
	'imported_questions',
	{
		importId: uuid('import_id')
			.notNull()
			.references(() => itemImports.id, { onDelete: 'cascade' }),
		/** In the file, from 1. */
		position: integer('position').notNull(),
		line: integer('line').notNull(),
		/** Code of the item that it becomes, or whose next version it is; null for a new code. */
		code: text('code'),
		/** Revision of that item when the file was read: changed since then, it is not overwritten. */
		revision: integer('revision'),
		/** `Question`, or null when a problem keeps it out. */
		question: jsonb('question'),
		/** `ImportedAbout`: area, level, difficulty, tags … as far as the file says, and whether it is taken. */
		about: jsonb('about').notNull(),
		/** `Problem[]`. */
		problems: jsonb('problems').notNull(),
		/** Items of the bank that say nearly the same: [{ code, likeness }]. */
		likes: jsonb('likes').notNull().default([]),
		/** Ids of files by the names under which the words show them. */
		pictures: jsonb('pictures').notNull().default({}),
		/** The least shingles of its stem, as they were compared; null like the question. */
		sketch: integer('sketch').array()
	},
	(t) => [primaryKey({ columns: [t.importId, t.position] })]
);

export const blueprints = pgTable(
	'blueprints',
	{
		id: uuid('id').primaryKey(),
		code: text('code').notNull(),
		version: integer('version').notNull(),
		/** `BlueprintContent`. Never changed once it is published. */
		content: jsonb('content').notNull(),
		/** Null while it is a draft. */
		publishedAt: at('published_at'),
		revision: integer('revision').notNull().default(1),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull()
	},
	(t) => [unique('blueprints_number').on(t.code, t.version)]
);

/** One run of the assembly: what was asked, and what came of it. */
export const assemblies = pgTable(
	'assemblies',
	{
		id: uuid('id').primaryKey(),
		blueprintId: uuid('blueprint_id')
			.notNull()
			.references(() => blueprints.id),
		/** How many papers. */
		papers: integer('papers').notNull(),
		/** Most items that two of them have in common. */
		shared: integer('shared').notNull().default(0),
		seed: text('seed').notNull(),
		status: text('status', { enum: assemblyStatuses }).notNull(),
		/** How equal they are, the solver's bound and time; or cells and constraints that cannot be met. */
		outcome: jsonb('outcome'),
		requestedBy: uuid('requested_by').references(() => people.id),
		requestedAt: at('requested_at').notNull(),
		endedAt: at('ended_at')
	},
	(t) => [index('assemblies_blueprint').on(t.blueprintId, t.requestedAt)]
);

export const papers = pgTable(
	'papers',
	{
		id: uuid('id').primaryKey(),
		assemblyId: uuid('assembly_id')
			.notNull()
			.references(() => assemblies.id),
		blueprintId: uuid('blueprint_id')
			.notNull()
			.references(() => blueprints.id),
		/** A, B, C … within its assembly. */
		form: text('form').notNull(),
		status: text('status', { enum: paperStatuses }).notNull(),
		/** What it holds beside what the blueprint asks (`Realised`): the proof of its coverage. */
		realised: jsonb('realised').notNull(),
		setterId: uuid('setter_id').references(() => people.id),
		/** Who changed it by hand: none of them reviews it. */
		editorIds: uuid('editor_ids')
			.array()
			.notNull()
			.default(sql`'{}'::uuid[]`),
		reviewerId: uuid('reviewer_id').references(() => people.id),
		reviewedAt: at('reviewed_at'),
		sealedBy: uuid('sealed_by').references(() => people.id),
		sealedAt: at('sealed_at'),
		/** SHA-256 over everything that it holds, in hexadecimal digits; set when it is sealed. */
		contentHash: text('content_hash'),
		revision: integer('revision').notNull().default(1),
		createdAt: at('created_at').notNull()
	},
	(t) => [
		unique('papers_form').on(t.assemblyId, t.form),
		index('papers_blueprint').on(t.blueprintId),
		check('papers_two_people', sql`${t.reviewerId} is null or ${t.reviewerId} <> ${t.setterId}`),
		check('papers_other_people', sql`${t.reviewerId} is null or ${t.reviewerId} <> all (${t.editorIds})`),
		check('papers_sealed', sql`(${t.contentHash} is null) = (${t.sealedAt} is null)`)
	]
);

export const paperItems = pgTable(
	'paper_items',
	{
		paperId: uuid('paper_id')
			.notNull()
			.references(() => papers.id),
		/** From 1. */
		position: integer('position').notNull(),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		/** Ids of options, right sides or things to order, as they are shown. */
		optionOrder: text('option_order').array().notNull(),
		marks: integer('marks').notNull()
	},
	(t) => [primaryKey({ columns: [t.paperId, t.position] }), index('paper_items_version').on(t.itemVersionId)]
);

/** What people say about a paper while it is reviewed. Append-only. */
export const paperComments = pgTable(
	'paper_comments',
	{
		id: uuid('id').primaryKey(),
		paperId: uuid('paper_id')
			.notNull()
			.references(() => papers.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		body: text('body').notNull(),
		createdAt: at('created_at').notNull()
	},
	(t) => [index('paper_comments_paper').on(t.paperId, t.createdAt)]
);

/** Who may open a sealed paper before its sitting. */
export const paperOpeners = pgTable(
	'paper_openers',
	{
		paperId: uuid('paper_id')
			.notNull()
			.references(() => papers.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id)
	},
	(t) => [primaryKey({ columns: [t.paperId, t.personId] })]
);

/** Each time that somebody opened a sealed paper. Append-only. */
export const paperOpenings = pgTable(
	'paper_openings',
	{
		id: uuid('id').primaryKey(),
		paperId: uuid('paper_id')
			.notNull()
			.references(() => papers.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		purpose: text('purpose', { enum: openingPurposes }).notNull(),
		/** Of the content as it was opened: the same as the seal's. */
		contentHash: text('content_hash').notNull(),
		openedAt: at('opened_at').notNull()
	},
	(t) => [index('paper_openings_paper').on(t.paperId, t.openedAt)]
);

/** Questions that somebody practises by themselves. */
export const practiceSets = pgTable(
	'practice_sets',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Null for all areas. */
		area: text('area'),
		startedAt: at('started_at').notNull(),
		finishedAt: at('finished_at')
	},
	(t) => [index('practice_sets_person').on(t.personId, t.startedAt)]
);

export const practiceItems = pgTable(
	'practice_items',
	{
		setId: uuid('set_id')
			.notNull()
			.references(() => practiceSets.id),
		position: integer('position').notNull(),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		optionOrder: text('option_order').array().notNull(),
		/** What was answered, in the shown ids; it is answered once, and then its explanation is shown. */
		given: jsonb('given'),
		/** In percent; null also where a person would have to read it. */
		share: real('share'),
		isAnswered: boolean('is_answered').notNull().default(false),
		answeredAt: at('answered_at')
	},
	(t) => [primaryKey({ columns: [t.setId, t.position] }), index('practice_items_version').on(t.itemVersionId)]
);
