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
	timestamp,
	unique,
	uuid
} from 'drizzle-orm/pg-core';
import { people } from '../people/tables.server';

const at = (name: string) => timestamp(name, { withTimezone: true });

export const modules = pgTable('modules', {
	id: uuid('id').primaryKey(),
	code: text('code').notNull().unique(),
	/** Order in the catalogue. */
	position: integer('position').notNull()
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
		startedAt: at('started_at').notNull()
	},
	(t) => [unique('enrolments_once').on(t.personId, t.moduleVersionId)]
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
		openedAt: at('opened_at').notNull(),
		finishedAt: at('finished_at')
	},
	(t) => [primaryKey({ columns: [t.enrolmentId, t.lesson] })]
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
