import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	unique,
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { people } from '../../people/tables.server';
import { decisions } from './cases.tables.server';
import { policyVersions } from './policies.tables.server';

/**
 * That a person stands on a tier from a day on (null: on none any more); the newest one counts. Append-only.
 */
export const appointments = pgTable(
	'appointments',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier'),
		startsOn: date('starts_on').notNull(),
		/** The last day for which it was given; null: without end. */
		validTo: date('valid_to'),
		decisionId: uuid('decision_id')
			.notNull()
			.unique('appointments_one_per_decision')
			.references(() => decisions.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [index('appointments_person').on(t.personId, t.ladder, t.startsOn)]
);

/** One requirement of one tier waived for one person until a day, by a decision of the kind `exception`. Append-only. */
export const exceptions = pgTable(
	'exceptions',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		/** Name of the requirement in the policy. */
		ref: text('ref').notNull(),
		validFrom: date('valid_from').notNull(),
		validTo: date('valid_to').notNull(),
		decisionId: uuid('decision_id')
			.notNull()
			.unique('exceptions_one_per_decision')
			.references(() => decisions.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		index('exceptions_person').on(t.personId, t.ladder, t.tier),
		check('exceptions_dates', sql`${t.validTo} >= ${t.validFrom}`)
	]
);

/**
 * What a person asks for or objects to, and the answer that a person gave: an explanation of how they stand, or an
 * objection to a decision, during its public notice or by the person it is about (PIPL, Article 24).
 */
export const inquiries = pgTable(
	'inquiries',
	{
		id: uuid('id').primaryKey(),
		kind: text('kind', { enum: ['explanation', 'objection'] }).notNull(),
		/** Whom it is about. */
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		decisionId: uuid('decision_id').references(() => decisions.id),
		/** Round of the decision that it objects to. */
		round: integer('round'),
		raisedBy: uuid('raised_by')
			.notNull()
			.references(() => people.id),
		raisedAt: at('raised_at').notNull(),
		words: text('words').notNull(),
		answeredBy: uuid('answered_by').references(() => people.id),
		answeredAt: at('answered_at'),
		answer: text('answer'),
		/** Of an objection: whether it was found right. */
		upheld: boolean('upheld')
	},
	(t) => [
		index('inquiries_person').on(t.personId, t.raisedAt),
		index('inquiries_decision').on(t.decisionId),
		index('inquiries_open')
			.on(t.raisedAt)
			.where(sql`${t.answeredAt} is null`),
		check('inquiries_other_answers', sql`${t.answeredBy} is null or ${t.answeredBy} <> ${t.raisedBy}`)
	]
);

/**
 * That a person was told that they no longer satisfy the tier they hold, and what follows when; append-only. No
 * consequence takes effect before `actFrom` (domain, 3.3).
 */
export const lapseWarnings = pgTable(
	'lapse_warnings',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		consequence: text('consequence', { enum: ['retraining', 'demotion', 'exit'] }).notNull(),
		warnedOn: date('warned_on').notNull(),
		/** The first day on which the consequence may take effect. */
		actFrom: date('act_from').notNull(),
		policyVersionId: uuid('policy_version_id')
			.notNull()
			.references(() => policyVersions.id),
		/** What was missing, as evaluated on that day. */
		explanation: jsonb('explanation').notNull(),
		warnedBy: uuid('warned_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		unique('lapse_warnings_once').on(t.personId, t.ladder, t.tier, t.consequence, t.warnedOn),
		check('lapse_warnings_before', sql`${t.actFrom} >= ${t.warnedOn}`)
	]
);

/** Decisions that would read otherwise with what is known now; a person looks at each and says what follows. */
export const reevaluations = pgTable(
	'reevaluations',
	{
		id: uuid('id').primaryKey(),
		decisionId: uuid('decision_id')
			.notNull()
			.references(() => decisions.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Hash of the facts as known now that gave another answer; the same ones are listed once. */
		factsHash: text('facts_hash').notNull(),
		/** Whether the requirements held with what was known then, and hold with what is known now. */
		held: boolean('held').notNull(),
		holds: boolean('holds').notNull(),
		foundAt: at('found_at').notNull(),
		settledBy: uuid('settled_by').references(() => people.id),
		settledAt: at('settled_at'),
		note: text('note')
	},
	(t) => [
		unique('reevaluations_once').on(t.decisionId, t.factsHash),
		index('reevaluations_open')
			.on(t.foundAt)
			.where(sql`${t.settledAt} is null`)
	]
);
