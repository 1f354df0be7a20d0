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
	text,
	unique,
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { blueprints, itemVersions, papers } from '../bank/tables.server';
import { people } from '../people/tables.server';

export const sittings = pgTable(
	'sittings',
	{
		id: uuid('id').primaryKey(),
		titleZh: text('title_zh').notNull(),
		titleEn: text('title_en').notNull(),
		ladder: text('ladder').notNull(),
		/** The tier whose certificate a pass leads to. */
		tier: text('tier').notNull(),
		blueprintId: uuid('blueprint_id')
			.notNull()
			.references(() => blueprints.id),
		registrationOpensAt: at('registration_opens_at').notNull(),
		registrationClosesAt: at('registration_closes_at').notNull(),
		opensAt: at('opens_at').notNull(),
		closesAt: at('closes_at').notNull(),
		/** Time limit of an attempt, in minutes. */
		minutes: integer('minutes').notNull(),
		/** Pass mark in percent. */
		passPercent: integer('pass_percent').notNull(),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull(),
		/** Set once: from then on candidates see their results. */
		releasedAt: at('released_at'),
		releasedBy: uuid('released_by').references(() => people.id)
	},
	(t) => [
		index('sittings_opens').on(t.opensAt),
		check(
			'sittings_times',
			sql`${t.registrationOpensAt} < ${t.registrationClosesAt} and ${t.registrationClosesAt} <= ${t.closesAt} and ${t.opensAt} < ${t.closesAt}`
		),
		check('sittings_minutes', sql`${t.minutes} between 1 and 480`),
		check('sittings_pass', sql`${t.passPercent} between 1 and 100`)
	]
);

/** Sealed papers that a sitting asks, in turn; where it names none, each candidate's is drawn. */
export const sittingPapers = pgTable(
	'sitting_papers',
	{
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		paperId: uuid('paper_id')
			.notNull()
			.references(() => papers.id)
	},
	(t) => [primaryKey({ columns: [t.sittingId, t.paperId] }), index('sitting_papers_paper').on(t.paperId)]
);

export const registrations = pgTable(
	'registrations',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Number of the admission ticket, unique in the sitting. */
		ticket: text('ticket').notNull(),
		registeredAt: at('registered_at').notNull(),
		withdrawnAt: at('withdrawn_at')
	},
	(t) => [
		unique('registrations_once').on(t.sittingId, t.personId),
		unique('registrations_ticket').on(t.sittingId, t.ticket),
		index('registrations_person').on(t.personId)
	]
);

/** One candidate's sitting of one paper. `endsAt` is fixed at the start by the server's clock. */
export const attempts = pgTable(
	'attempts',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		startedAt: at('started_at').notNull(),
		endsAt: at('ends_at').notNull(),
		/** Set once: by the candidate, or by the server at the end. */
		handedInAt: at('handed_in_at'),
		handedInBy: text('handed_in_by', { enum: ['candidate', 'server'] }),
		/** Seed of the draw, kept beside its result. */
		seed: text('seed').notNull()
	},
	(t) => [
		unique('attempts_once').on(t.sittingId, t.personId),
		index('attempts_person').on(t.personId),
		index('attempts_open')
			.on(t.endsAt)
			.where(sql`${t.handedInAt} is null`)
	]
);

/** The paper as drawn: which items, in which order, with which order of options. Never changed. */
export const attemptItems = pgTable(
	'attempt_items',
	{
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attempts.id),
		/** From 1. */
		position: integer('position').notNull(),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		optionOrder: text('option_order').array().notNull(),
		marks: integer('marks').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.attemptId, t.position] }),
		index('attempt_items_version').on(t.itemVersionId)
	]
);

/** Every version of every answer. The newest sequence number of a position is the answer. Append-only. */
export const answers = pgTable(
	'answers',
	{
		attemptId: uuid('attempt_id').notNull(),
		position: integer('position').notNull(),
		/** Rises with each change on the device; the same number twice is the same save. */
		seq: integer('seq').notNull(),
		/** The answer in the ids that are shown (`AnyGiven` of the bank); null takes an answer back. */
		given: jsonb('given'),
		flagged: boolean('flagged').notNull().default(false),
		savedAt: at('saved_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.attemptId, t.position, t.seq] })]
);

/** The marking of one attempt; append-only. Candidates see it once the sitting is released. */
export const attemptResults = pgTable('attempt_results', {
	attemptId: uuid('attempt_id')
		.primaryKey()
		.references(() => attempts.id),
	/** What was earned, in hundredths of a mark: parts of marks add up exactly. */
	earnedHundredths: integer('earned_hundredths').notNull(),
	/** Marks of the paper. */
	maxScore: integer('max_score').notNull(),
	/** Percent with one decimal, as tenths: 875 is 87.5 %. */
	tenths: integer('tenths').notNull(),
	passed: boolean('passed').notNull(),
	/** [{ position, itemVersionId, area, marks, earnedHundredths }] */
	marks: jsonb('marks').notNull(),
	/** Name and version of the marking rule and of the scoring of answers. */
	rule: text('rule').notNull(),
	markedOn: date('marked_on').notNull(),
	markedAt: at('marked_at').notNull()
});
