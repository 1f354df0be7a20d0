import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { itemVersions } from '../bank/tables.server';
import { attemptPapers, keyCorrections, sittings } from '../exams/tables.server';
import { people } from '../people/tables.server';
import { allocations, flagKinds, outcomeKinds, turns } from './states';

/** How the answers of a sitting are read by people. What it says is settled once answers are allocated. */
export const markingPlans = pgTable(
	'marking_plans',
	{
		sittingId: uuid('sitting_id')
			.primaryKey()
			.references(() => sittings.id),
		allocation: text('allocation', { enum: allocations }).notNull(),
		/** Marks further apart than this, in percent of the question's marks, go to a third person. */
		apartPercent: integer('apart_percent').notNull(),
		/** Of what each marker reads of each question, in percent: a moderator looks at so many. */
		samplePercent: integer('sample_percent').notNull(),
		/** Examples that a marker has to come close to before they get answers; 0 asks none. */
		exampleCount: integer('example_count').notNull(),
		/** How far from what was agreed on a mark of an example may be, in percent of the question's marks. */
		exampleApart: integer('example_apart').notNull(),
		/** Who looks at the sample; null: whoever may moderate. */
		moderatorId: uuid('moderator_id').references(() => people.id),
		/** Rises with each change, so that two who change it at once hear of each other. */
		revision: integer('revision').notNull().default(1),
		createdAt: at('created_at').notNull(),
		/** Since when the answers are known that are to be read. */
		collectedAt: at('collected_at'),
		/** Since when each has its markers. */
		allocatedAt: at('allocated_at'),
		allocatedBy: uuid('allocated_by').references(() => people.id)
	},
	(t) => [
		check('marking_plans_apart', sql`${t.apartPercent} between 0 and 100`),
		check('marking_plans_sample', sql`${t.samplePercent} between 0 and 100`),
		check('marking_plans_examples', sql`${t.exampleCount} between 0 and 20`),
		check('marking_plans_example_apart', sql`${t.exampleApart} between 0 and 100`),
		check('marking_plans_order', sql`${t.allocatedAt} is null or ${t.collectedAt} is not null`)
	]
);

/** Who marks a sitting. */
export const markingMarkers = pgTable(
	'marking_markers',
	{
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => markingPlans.sittingId),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id)
	},
	(t) => [primaryKey({ columns: [t.sittingId, t.personId] }), index('marking_markers_person').on(t.personId)]
);

/** An answer that people read, as it was handed in. Its ids are random: they tell neither who nor when. */
export const markingAnswers = pgTable(
	'marking_answers',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => markingPlans.sittingId),
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attemptPapers.id),
		position: integer('position').notNull(),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		/** The correction of the rubric that it is read by; null: the item's own. */
		correctionId: uuid('correction_id').references(() => keyCorrections.id),
		/** Of the question on this paper. */
		marks: integer('marks').notNull(),
		/** What was answered; where it names its author, they are blacked out. */
		text: text('text').notNull(),
		/** What HR calls it, for instance in a file that says who reads it. */
		code: text('code').notNull(),
		/** A moderator looks at it before it counts. */
		sampled: boolean('sampled').notNull().default(false)
	},
	(t) => [
		unique('marking_answers_once').on(t.attemptId, t.position),
		unique('marking_answers_code').on(t.sittingId, t.code)
	]
);

/** One person's work on one answer. What it holds is a draft until it is handed in; then it is a row of `marking_marks`. */
export const markingTasks = pgTable(
	'marking_tasks',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => markingPlans.sittingId),
		answerId: uuid('answer_id')
			.notNull()
			.references(() => markingAnswers.id),
		markerId: uuid('marker_id').notNull(),
		turn: text('turn', { enum: turns }).notNull(),
		/** What the marker calls it: of this task alone. */
		code: text('code').notNull(),
		/** Where it stands in the marker's work: mixed. */
		place: integer('place').notNull(),
		madeAt: at('made_at').notNull(),
		/** Rises with each save; 0: not begun. */
		revision: integer('revision').notNull().default(0),
		/** `Draft`. */
		draft: jsonb('draft').notNull().default({}),
		/** What the draft earns once it is complete, in hundredths of a mark. */
		hundredths: integer('hundredths'),
		/** How long the marker has had it before them. */
		seconds: integer('seconds').notNull().default(0),
		submittedAt: at('submitted_at'),
		/** Given to somebody else before it was handed in. */
		withdrawnAt: at('withdrawn_at')
	},
	(t) => [
		foreignKey({
			name: 'marking_tasks_marker',
			columns: [t.sittingId, t.markerId],
			foreignColumns: [markingMarkers.sittingId, markingMarkers.personId]
		}),
		uniqueIndex('marking_tasks_turn')
			.on(t.answerId, t.turn)
			.where(sql`${t.withdrawnAt} is null`),
		uniqueIndex('marking_tasks_once')
			.on(t.answerId, t.markerId)
			.where(sql`${t.withdrawnAt} is null`),
		unique('marking_tasks_code').on(t.sittingId, t.code),
		index('marking_tasks_marker_open').on(t.markerId, t.sittingId),
		check('marking_tasks_seconds', sql`${t.seconds} >= 0`),
		check('marking_tasks_submitted', sql`${t.submittedAt} is null or ${t.hundredths} is not null`)
	]
);

/** The mark that a marker gave an answer. Append-only. */
export const markingMarks = pgTable('marking_marks', {
	taskId: uuid('task_id')
		.primaryKey()
		.references(() => markingTasks.id),
	hundredths: integer('hundredths').notNull(),
	/** The level of each row of the rubric, from 0, the best; without one there are none. */
	levels: jsonb('levels').notNull(),
	/** To the moderator. */
	note: text('note').notNull(),
	/** To HR. */
	flag: text('flag', { enum: flagKinds }),
	flagNote: text('flag_note').notNull(),
	/** Name and version of how levels became marks. */
	rule: text('rule').notNull(),
	seconds: integer('seconds').notNull(),
	markedAt: at('marked_at').notNull()
});

/** What an answer earns, each decision a version; the newest counts. Append-only. */
export const markingOutcomes = pgTable(
	'marking_outcomes',
	{
		answerId: uuid('answer_id')
			.notNull()
			.references(() => markingAnswers.id),
		/** From 1. */
		version: integer('version').notNull(),
		kind: text('kind', { enum: outcomeKinds }).notNull(),
		hundredths: integer('hundredths').notNull(),
		/** Name and version of the rule, with what it was told: `{ rule, apartPercent, marks }`. */
		basis: jsonb('basis').notNull(),
		/** The moderator; null where the rule decided. */
		decidedBy: uuid('decided_by').references(() => people.id),
		/** The moderator's; '' where the rule decided. */
		reason: text('reason').notNull(),
		decidedAt: at('decided_at').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.answerId, t.version] }),
		check('marking_outcomes_earned', sql`${t.hundredths} >= 0`)
	]
);

/** An answer with what was agreed that it earns: markers try themselves on it first. */
export const markingExamples = pgTable(
	'marking_examples',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => markingPlans.sittingId),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		correctionId: uuid('correction_id').references(() => keyCorrections.id),
		marks: integer('marks').notNull(),
		text: text('text').notNull(),
		levels: jsonb('levels').notNull(),
		hundredths: integer('hundredths').notNull(),
		/** Why it earns that: shown once a marker has marked it. */
		words: text('words').notNull(),
		madeBy: uuid('made_by').references(() => people.id),
		madeAt: at('made_at').notNull()
	},
	(t) => [index('marking_examples_sitting').on(t.sittingId)]
);

/** How a marker marked an example, once. Append-only. */
export const markingExampleMarks = pgTable(
	'marking_example_marks',
	{
		exampleId: uuid('example_id')
			.notNull()
			.references(() => markingExamples.id),
		markerId: uuid('marker_id')
			.notNull()
			.references(() => people.id),
		levels: jsonb('levels').notNull(),
		hundredths: integer('hundredths').notNull(),
		markedAt: at('marked_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.exampleId, t.markerId] })]
);
