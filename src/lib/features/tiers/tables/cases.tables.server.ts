import { sql } from 'drizzle-orm';
import {
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { people, units } from '../../people/tables.server';
import { decisionKinds, decisionStates, stepKinds } from '../states';
import { policyVersions } from './policies.tables.server';

/** That a person is on the way to a ladder's first tier, or on it beside another ladder. */
export const candidacies = pgTable(
	'candidacies',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		startsOn: date('starts_on').notNull(),
		/** The last day; null while it goes on. */
		endsOn: date('ends_on'),
		recordedBy: uuid('recorded_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		uniqueIndex('candidacies_one_open')
			.on(t.personId, t.ladder)
			.where(sql`${t.endsOn} is null`),
		index('candidacies_ladder').on(t.ladder, t.personId)
	]
);

/** A named round of decisions with its deadlines, e.g. the annual review. */
export const campaigns = pgTable('campaigns', {
	id: uuid('id').primaryKey(),
	ladder: text('ladder').notNull(),
	nameZh: text('name_zh').notNull(),
	nameEn: text('name_en').notNull(),
	/** Null: the whole organisation. */
	unitId: uuid('unit_id').references(() => units.id),
	opensOn: date('opens_on').notNull(),
	/** Last days for proposals and for reviews. */
	proposeBy: date('propose_by').notNull(),
	reviewBy: date('review_by').notNull(),
	/** The day on which its decisions take effect at the earliest. */
	effectiveOn: date('effective_on').notNull(),
	state: text('state', { enum: ['open', 'closed'] }).notNull(),
	createdBy: uuid('created_by').references(() => people.id),
	createdAt: at('created_at').notNull(),
	closedAt: at('closed_at')
});

/**
 * A case about one person: what was proposed, on which evidence, and how far it came. What it said when it was
 * proposed never changes (a trigger refuses it); every step after that is a row of `decision_steps`.
 */
export const decisions = pgTable(
	'decisions',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		kind: text('kind', { enum: decisionKinds }).notNull(),
		fromTier: text('from_tier'),
		/** The tier that it is about; null for an exit. */
		toTier: text('to_tier'),
		policyVersionId: uuid('policy_version_id')
			.notNull()
			.references(() => policyVersions.id),
		/** What the evidence was put against. */
		purpose: text('purpose', { enum: ['promote', 'retain', 'readmit'] })
			.notNull()
			.default('promote'),
		/** The day as of which the evidence was judged. */
		asOf: date('as_of').notNull(),
		facts: jsonb('facts').notNull(),
		explanation: jsonb('explanation').notNull(),
		/** SHA-256 of the canonical JSON of facts and explanation. */
		factsHash: text('facts_hash').notNull(),
		explanationHash: text('explanation_hash').notNull(),
		reason: text('reason').notNull(),
		/** What the kind needs beside that, as `DecisionDetail`: of an exception what is waived and until when. */
		detail: jsonb('detail').notNull().default({}),
		campaignId: uuid('campaign_id').references(() => campaigns.id),
		proposedBy: uuid('proposed_by').references(() => people.id),
		proposedAt: at('proposed_at').notNull(),
		state: text('state', { enum: decisionStates }).notNull(),
		/** Rises when it is reopened: votes count for one round. */
		round: integer('round').notNull().default(1),
		/** First and last day of the public notice. */
		noticeFrom: date('notice_from'),
		noticeTo: date('notice_to'),
		/** The day on which it takes or took effect. */
		effectiveOn: date('effective_on'),
		closedBy: uuid('closed_by').references(() => people.id),
		closedAt: at('closed_at'),
		closingNote: text('closing_note')
	},
	(t) => [
		uniqueIndex('decisions_one_open')
			.on(t.personId, t.ladder)
			.where(sql`${t.state} in ('proposed', 'notice', 'approved')`),
		index('decisions_state').on(t.state, t.proposedAt),
		index('decisions_person').on(t.personId, t.proposedAt),
		index('decisions_campaign').on(t.campaignId),
		check(
			'decisions_two_people',
			sql`${t.state} not in ('notice', 'approved', 'effective') or ${t.closedBy} is null or ${t.closedBy} <> ${t.proposedBy}`
		),
		check('decisions_notice', sql`${t.noticeTo} is null or ${t.noticeTo} >= ${t.noticeFrom}`)
	]
);

/**
 * What happened to a case, step by step; append-only. A step that judged the evidence again keeps what it rested
 * on, sealed in the same way as the proposal.
 */
export const decisionSteps = pgTable(
	'decision_steps',
	{
		id: uuid('id').primaryKey(),
		decisionId: uuid('decision_id')
			.notNull()
			.references(() => decisions.id),
		/** Position in the case, from 1. */
		position: integer('position').notNull(),
		kind: text('kind', { enum: stepKinds }).notNull(),
		/** Null: the system. */
		actorId: uuid('actor_id').references(() => people.id),
		at: at('at').notNull(),
		note: text('note'),
		policyVersionId: uuid('policy_version_id').references(() => policyVersions.id),
		asOf: date('as_of'),
		facts: jsonb('facts'),
		explanation: jsonb('explanation'),
		factsHash: text('facts_hash'),
		explanationHash: text('explanation_hash')
	},
	(t) => [unique('decision_steps_position').on(t.decisionId, t.position)]
);

/** A committee member's vote on a case in one round; append-only. */
export const decisionVotes = pgTable(
	'decision_votes',
	{
		id: uuid('id').primaryKey(),
		decisionId: uuid('decision_id')
			.notNull()
			.references(() => decisions.id),
		round: integer('round').notNull(),
		voterId: uuid('voter_id')
			.notNull()
			.references(() => people.id),
		vote: text('vote', { enum: ['yes', 'no', 'abstain'] }).notNull(),
		reason: text('reason'),
		votedAt: at('voted_at').notNull()
	},
	(t) => [unique('decision_votes_once').on(t.decisionId, t.round, t.voterId)]
);
