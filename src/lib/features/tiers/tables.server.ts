import { sql } from 'drizzle-orm';
import {
	check,
	date,
	index,
	jsonb,
	pgTable,
	text,
	timestamp,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { people } from '../people/tables.server';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** A grade standard of one ladder from one date on, as it was written. Never changed. */
export const policyVersions = pgTable(
	'policy_versions',
	{
		id: uuid('id').primaryKey(),
		ladder: text('ladder').notNull(),
		effectiveFrom: date('effective_from').notNull(),
		/** The document's own bytes; `content` is the same, parsed and checked. */
		yaml: text('yaml').notNull(),
		content: jsonb('content').notNull(),
		sha256: text('sha256').notNull(),
		publishedAt: at('published_at').notNull()
	},
	(t) => [unique('policy_versions_date').on(t.ladder, t.effectiveFrom)]
);

/**
 * A proposal and what became of it. The evidence, the explanation and the policy version are kept as they were;
 * a trigger refuses any change but closing it once.
 */
export const decisions = pgTable(
	'decisions',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		kind: text('kind', { enum: ['admission', 'promotion'] }).notNull(),
		fromTier: text('from_tier'),
		toTier: text('to_tier').notNull(),
		policyVersionId: uuid('policy_version_id')
			.notNull()
			.references(() => policyVersions.id),
		/** The day as of which the evidence was judged. */
		asOf: date('as_of').notNull(),
		facts: jsonb('facts').notNull(),
		explanation: jsonb('explanation').notNull(),
		/** SHA-256 of the canonical JSON of facts and explanation. */
		factsHash: text('facts_hash').notNull(),
		explanationHash: text('explanation_hash').notNull(),
		reason: text('reason').notNull(),
		proposedBy: uuid('proposed_by').references(() => people.id),
		proposedAt: at('proposed_at').notNull(),
		state: text('state', { enum: ['proposed', 'approved', 'rejected', 'withdrawn'] }).notNull(),
		closedBy: uuid('closed_by').references(() => people.id),
		closedAt: at('closed_at'),
		closingNote: text('closing_note')
	},
	(t) => [
		uniqueIndex('decisions_one_open')
			.on(t.personId, t.ladder)
			.where(sql`${t.state} = 'proposed'`),
		index('decisions_state').on(t.state, t.proposedAt),
		check(
			'decisions_two_people',
			sql`${t.state} <> 'approved' or ${t.closedBy} is null or ${t.closedBy} <> ${t.proposedBy}`
		)
	]
);

/** That a person stands on a tier from a day on; the newest one counts. Append-only. */
export const appointments = pgTable(
	'appointments',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		startsOn: date('starts_on').notNull(),
		decisionId: uuid('decision_id')
			.notNull()
			.unique('appointments_one_per_decision')
			.references(() => decisions.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [index('appointments_person').on(t.personId, t.ladder, t.startsOn)]
);
