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
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { at, searchable } from '../../server/db/columns';
import { files } from '../files/tables.server';
import { people } from '../people/tables.server';

export const modules = pgTable('modules', {
	id: uuid('id').primaryKey(),
	code: text('code').notNull().unique(),
	/** Order in the catalogue. */
	position: integer('position').notNull(),
	/** From then on nobody begins it; whoever has begun may finish. */
	retiredAt: at('retired_at'),
	retiredBy: uuid('retired_by').references(() => people.id)
});

/** A published version: its content never changes, and people finish the one they began. */
export const moduleVersions = pgTable(
	'module_versions',
	{
		id: uuid('id').primaryKey(),
		moduleId: uuid('module_id')
			.notNull()
			.references(() => modules.id),
		version: integer('version').notNull(),
		/** Titles, lessons (Markdown in both languages) and the check, as `ModuleContent`. */
		content: jsonb('content').notNull(),
		contentHash: text('content_hash').notNull(),
		/** Null for versions that came with the content on disk. */
		authorId: uuid('author_id').references(() => people.id),
		reviewerId: uuid('reviewer_id').references(() => people.id),
		publishedAt: at('published_at').notNull()
	},
	(t) => [unique('module_versions_number').on(t.moduleId, t.version)]
);

export const enrolments = pgTable(
	'enrolments',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		moduleVersionId: uuid('module_version_id')
			.notNull()
			.references(() => moduleVersions.id),
		/** Which time it is that the person takes this version, from 1. */
		nth: integer('nth').notNull().default(1),
		startedAt: at('started_at').notNull(),
		/** When an officer moved the person to a newer version, which is another enrolment. */
		movedAt: at('moved_at')
	},
	(t) => [
		unique('enrolments_once').on(t.personId, t.moduleVersionId, t.nth),
		check('enrolments_nth', sql`${t.nth} > 0`)
	]
);

export const lessonProgress = pgTable(
	'lesson_progress',
	{
		enrolmentId: uuid('enrolment_id')
			.notNull()
			.references(() => enrolments.id),
		lesson: text('lesson').notNull(),
		/** How far down the page, 0 to 1: where to go on. */
		place: real('place').notNull(),
		/** Time with the lesson visible and in use. */
		seconds: integer('seconds').notNull(),
		/** Ids of the parts that were opened. */
		parts: jsonb('parts').$type<string[]>().notNull().default([]),
		/** File name of a video -> how far it was watched without a gap, in seconds. */
		watched: jsonb('watched').$type<Record<string, number>>().notNull().default({}),
		openedAt: at('opened_at').notNull(),
		finishedAt: at('finished_at')
	},
	(t) => [primaryKey({ columns: [t.enrolmentId, t.lesson] })]
);

/** Answers to the questions inside lessons; append-only. */
export const lessonAnswers = pgTable(
	'lesson_answers',
	{
		id: uuid('id').primaryKey(),
		enrolmentId: uuid('enrolment_id')
			.notNull()
			.references(() => enrolments.id),
		lesson: text('lesson').notNull(),
		question: text('question').notNull(),
		/** Ids of the chosen options. */
		chosen: jsonb('chosen').$type<string[]>().notNull(),
		correct: boolean('correct').notNull(),
		at: at('at').notNull()
	},
	(t) => [index('lesson_answers_enrolment').on(t.enrolmentId)]
);

/** More tries at a check than its module gives, granted to a person with a reason; append-only. */
export const checkAllowances = pgTable(
	'check_allowances',
	{
		id: uuid('id').primaryKey(),
		enrolmentId: uuid('enrolment_id')
			.notNull()
			.references(() => enrolments.id),
		tries: integer('tries').notNull(),
		reason: text('reason').notNull(),
		grantedBy: uuid('granted_by')
			.notNull()
			.references(() => people.id),
		grantedAt: at('granted_at').notNull()
	},
	(t) => [
		index('check_allowances_enrolment').on(t.enrolmentId),
		check('check_allowances_tries', sql`${t.tries} > 0`)
	]
);

/** Every try at a module's check; append-only. */
export const checkAttempts = pgTable(
	'check_attempts',
	{
		id: uuid('id').primaryKey(),
		enrolmentId: uuid('enrolment_id')
			.notNull()
			.references(() => enrolments.id),
		/** question id -> chosen option ids */
		answers: jsonb('answers').notNull(),
		/** Percent, 0 to 100. */
		score: integer('score').notNull(),
		passed: boolean('passed').notNull(),
		at: at('at').notNull()
	},
	(t) => [index('check_attempts_enrolment').on(t.enrolmentId)]
);

/** The fact that a person completed a version of a module; append-only, credit hours are their sum. */
export const completions = pgTable(
	'completions',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		moduleVersionId: uuid('module_version_id')
			.notNull()
			.references(() => moduleVersions.id),
		enrolmentId: uuid('enrolment_id')
			.notNull()
			.unique('completions_once')
			.references(() => enrolments.id),
		completedOn: date('completed_on').notNull(),
		creditMinutes: integer('credit_minutes').notNull(),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		index('completions_person').on(t.personId),
		check('completions_minutes', sql`${t.creditMinutes} >= 0`)
	]
);

/** A module as it is being written: published, it becomes a version and stays as it was. */
export const moduleDrafts = pgTable(
	'module_drafts',
	{
		id: uuid('id').primaryKey(),
		/** Of the module, which need not exist yet. */
		code: text('code').notNull(),
		/** As `ModuleDraft`: may be unfinished. */
		content: jsonb('content').notNull(),
		/** Goes up with every save: whoever saves names the one they saw. */
		revision: integer('revision').notNull(),
		state: text('state', { enum: ['writing', 'submitted', 'reviewed', 'published', 'discarded'] }).notNull(),
		createdBy: uuid('created_by')
			.notNull()
			.references(() => people.id),
		createdAt: at('created_at').notNull(),
		/** Everybody who wrote in it: none of them reviews it. */
		authors: jsonb('authors').$type<string[]>().notNull(),
		updatedBy: uuid('updated_by')
			.notNull()
			.references(() => people.id),
		updatedAt: at('updated_at').notNull(),
		submittedBy: uuid('submitted_by').references(() => people.id),
		submittedAt: at('submitted_at'),
		reviewedBy: uuid('reviewed_by').references(() => people.id),
		reviewedAt: at('reviewed_at'),
		/** What the reviewer said, above all when it went back. */
		reviewNote: text('review_note'),
		versionId: uuid('version_id').references(() => moduleVersions.id)
	},
	(t) => [
		uniqueIndex('module_drafts_open')
			.on(t.code)
			.where(sql`${t.state} in ('writing', 'submitted', 'reviewed')`)
	]
);

/** The files that a module's drafts and versions show, under the name that their text uses. */
export const moduleFiles = pgTable(
	'module_files',
	{
		moduleCode: text('module_code').notNull(),
		fileId: uuid('file_id')
			.notNull()
			.references(() => files.id),
		name: text('name').notNull(),
		addedAt: at('added_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.moduleCode, t.fileId] }), index('module_files_file').on(t.fileId)]
);

/** The lessons of every module's latest version, ready to be searched; made anew from the version. */
export const lessonTexts = pgTable(
	'lesson_texts',
	{
		moduleId: uuid('module_id')
			.notNull()
			.references(() => modules.id),
		versionId: uuid('version_id')
			.notNull()
			.references(() => moduleVersions.id),
		lesson: text('lesson').notNull(),
		locale: text('locale', { enum: ['zh-CN', 'en'] }).notNull(),
		title: text('title').notNull(),
		/** Plain text, for the passage that matches. */
		body: text('body').notNull(),
		terms: searchable('terms').notNull(),
		/** Those of title and headings and the most frequent: few enough to rank every match by. */
		salient: searchable('salient').notNull(),
		/** Where its headings begin, in characters, each with the id to link to. */
		places: jsonb('places').$type<[number, string][]>().notNull(),
		/** The lesson's place in its module. */
		position: integer('position').notNull(),
		/** How it was made: `INDEX_FORM`. */
		form: integer('form').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.moduleId, t.lesson, t.locale] }),
		index('lesson_texts_terms').using('gin', t.terms)
	]
);
