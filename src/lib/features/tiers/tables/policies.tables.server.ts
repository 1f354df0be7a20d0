import { sql } from 'drizzle-orm';
import {
	check,
	date,
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
import { at } from '../../../server/db/columns';
import { people } from '../../people/tables.server';

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
		publishedAt: at('published_at').notNull(),
		/** Null: it came with the program. */
		publishedBy: uuid('published_by').references(() => people.id)
	},
	(t) => [unique('policy_versions_date').on(t.ladder, t.effectiveFrom)]
);

/** A standard that is being written; submitted by one person, published by another. */
export const policyDrafts = pgTable(
	'policy_drafts',
	{
		id: uuid('id').primaryKey(),
		ladder: text('ladder').notNull(),
		yaml: text('yaml').notNull(),
		sha256: text('sha256').notNull(),
		/** The date that the text named when it was saved; null while it cannot be read. */
		effectiveFrom: date('effective_from'),
		/** The version that it started from, or was last compared with. */
		baseId: uuid('base_id').references(() => policyVersions.id),
		state: text('state', { enum: ['draft', 'submitted', 'published', 'discarded'] }).notNull(),
		/** Rises with each save; a page that was opened on an older one is told so. */
		version: integer('version').notNull().default(1),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull(),
		savedBy: uuid('saved_by').references(() => people.id),
		savedAt: at('saved_at').notNull(),
		submittedBy: uuid('submitted_by').references(() => people.id),
		submittedAt: at('submitted_at'),
		/** Who sent it back, discarded or published it last, and what they said. */
		closedBy: uuid('closed_by').references(() => people.id),
		closedAt: at('closed_at'),
		note: text('note'),
		publishedId: uuid('published_id').references(() => policyVersions.id)
	},
	(t) => [
		index('policy_drafts_state').on(t.state, t.ladder),
		uniqueIndex('policy_drafts_one_date')
			.on(t.ladder, t.effectiveFrom)
			.where(sql`${t.state} = 'submitted'`),
		check(
			'policy_drafts_two_people',
			sql`${t.state} <> 'published' or ${t.closedBy} is null or ${t.closedBy} <> ${t.submittedBy}`
		),
		check('policy_drafts_dated', sql`${t.state} <> 'submitted' or ${t.effectiveFrom} is not null`)
	]
);

/** What a draft would change for the whole workforce, computed by a job. */
export const simulations = pgTable(
	'simulations',
	{
		id: uuid('id').primaryKey(),
		draftId: uuid('draft_id')
			.notNull()
			.references(() => policyDrafts.id),
		/** SHA-256 of the draft's text that was simulated. */
		sha256: text('sha256').notNull(),
		asOf: date('as_of').notNull(),
		state: text('state', { enum: ['waiting', 'done', 'failed'] }).notNull(),
		result: jsonb('result'),
		requestedBy: uuid('requested_by').references(() => people.id),
		requestedAt: at('requested_at').notNull(),
		finishedAt: at('finished_at')
	},
	(t) => [
		index('simulations_draft').on(t.draftId, t.requestedAt),
		uniqueIndex('simulations_one_waiting')
			.on(t.draftId, t.sha256)
			.where(sql`${t.state} = 'waiting'`)
	]
);

/** Whom a draft would move, and how; one row per person and effect. Derived, written once with the result. */
export const simulationChanges = pgTable(
	'simulation_changes',
	{
		simulationId: uuid('simulation_id')
			.notNull()
			.references(() => simulations.id, { onDelete: 'cascade' }),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Becomes or is no longer eligible; no longer, or again, satisfies the tier that they hold. */
		effect: text('effect', { enum: ['gains', 'loses', 'lapses', 'keeps'] }).notNull(),
		/** The tier that it is about. */
		tier: text('tier').notNull(),
		/** Keys of the requirements that move them; their words are in the result of the simulation. */
		moved: jsonb('moved').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.simulationId, t.personId, t.effect] }),
		index('simulation_changes_effect').on(t.simulationId, t.effect, t.tier)
	]
);
