import { sql } from 'drizzle-orm';
import {
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	uniqueIndex,
	uuid,
	type AnyPgColumn
} from 'drizzle-orm/pg-core';
import type { LocalText } from '../../i18n/locales';
import { at } from '../../server/db/columns';
import { people } from '../people/tables.server';

/** The ledger of credit hours (学时): append-only, corrected by entries that name the one they correct. */
export const creditEntries = pgTable(
	'credit_entries',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** What earned it, and its id: a completion, a result of a class, a report of a visit, ... */
		sourceType: text('source_type', {
			enum: ['completion', 'class', 'visit', 'outside', 'mentoring', 'correction']
		}).notNull(),
		sourceId: uuid('source_id').notNull(),
		title: jsonb('title').$type<LocalText>().notNull(),
		/** Knowledge area and delivery method (domain, 5). */
		area: text('area').notNull(),
		method: text('method').notNull(),
		/** Below zero in a correction that takes away. */
		minutes: integer('minutes').notNull(),
		earnedOn: date('earned_on').notNull(),
		/** Null when a rule of the system accepted it, or corrected it. */
		acceptedBy: uuid('accepted_by').references(() => people.id),
		correctsId: uuid('corrects_id').references((): AnyPgColumn => creditEntries.id),
		reason: text('reason'),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		index('credit_entries_person').on(t.personId, t.earnedOn),
		index('credit_entries_corrects')
			.on(t.correctsId)
			.where(sql`${t.correctsId} is not null`),
		uniqueIndex('credit_entries_once')
			.on(t.sourceType, t.sourceId, t.personId)
			.where(sql`${t.correctsId} is null`),
		check('credit_entries_minutes', sql`${t.minutes} <> 0`),
		check('credit_entries_earned', sql`${t.minutes} > 0 or ${t.correctsId} is not null`),
		check(
			'credit_entries_correction',
			sql`(${t.sourceType} = 'correction') = (${t.correctsId} is not null)
				and (${t.correctsId} is null or ${t.reason} is not null)`
		)
	]
);

/** Training outside the organisation that a person asks to be counted. */
export const outsideTrainings = pgTable(
	'outside_trainings',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		title: text('title').notNull(),
		provider: text('provider').notNull(),
		area: text('area').notNull(),
		method: text('method').notNull(),
		startedOn: date('started_on').notNull(),
		endedOn: date('ended_on').notNull(),
		/** As claimed. */
		minutes: integer('minutes').notNull(),
		note: text('note').notNull().default(''),
		/** Ids of files: what proves it. */
		evidence: jsonb('evidence').$type<string[]>().notNull(),
		state: text('state', { enum: ['submitted', 'accepted', 'refused', 'withdrawn'] }).notNull(),
		submittedAt: at('submitted_at').notNull(),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: at('decided_at'),
		reason: text('reason')
	},
	(t) => [
		index('outside_trainings_person').on(t.personId),
		index('outside_trainings_state').on(t.state),
		check('outside_trainings_minutes', sql`${t.minutes} > 0`),
		check('outside_trainings_order', sql`${t.startedOn} <= ${t.endedOn}`)
	]
);

/** What everybody on a ladder has to learn in a year; append-only, the last row of a year counts. */
export const creditRequirements = pgTable(
	'credit_requirements',
	{
		id: uuid('id').primaryKey(),
		year: integer('year').notNull(),
		minutes: integer('minutes').notNull(),
		/** Of these minutes at least so many in an area or by a method. */
		parts: jsonb('parts').$type<{ area?: string; method?: string; minutes: number }[]>().notNull(),
		setBy: uuid('set_by').references(() => people.id),
		setAt: at('set_at').notNull()
	},
	(t) => [
		index('credit_requirements_year').on(t.year),
		check('credit_requirements_minutes', sql`${t.minutes} > 0`)
	]
);
