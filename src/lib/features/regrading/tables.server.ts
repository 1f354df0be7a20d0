import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { itemVersions } from '../bank/tables.server';
import { attemptPapers, keyCorrections, sittings } from '../exams/tables.server';
import { people } from '../people/tables.server';
import { appealOutcomes, policies, regradeKinds, regradeOutcomes } from './states';

/** A change of how an item of a sitting is marked: drafted and tried, proposed, and approved by somebody else. */
export const regrades = pgTable(
	'regrades',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		kind: text('kind', { enum: regradeKinds }).notNull().default('key'),
		policy: text('policy', { enum: policies }).notNull().default('keepBest'),
		/** The question with its new key (`Key`); null of other kinds, and where nobody has said it yet. */
		key: jsonb('key'),
		reason: text('reason').notNull().default(''),
		draftedBy: uuid('drafted_by').references(() => people.id),
		draftedAt: at('drafted_at').notNull(),
		/** What it would do (`Trial`), as of the dry run; null where none was run. */
		trial: jsonb('trial'),
		/** SHA-256 of every attempt's marks before and after it. */
		trialHash: text('trial_hash'),
		triedAt: at('tried_at'),
		proposedBy: uuid('proposed_by').references(() => people.id),
		proposedAt: at('proposed_at'),
		outcome: text('outcome', { enum: regradeOutcomes }),
		/** Said by whoever rejected it. */
		outcomeReason: text('outcome_reason').notNull().default(''),
		endedBy: uuid('ended_by').references(() => people.id),
		endedAt: at('ended_at'),
		/** What it wrote. */
		correctionId: uuid('correction_id').references(() => keyCorrections.id)
	},
	(t) => [
		index('regrades_sitting').on(t.sittingId, t.draftedAt),
		// A second one would be decided on marks that the first is about to change.
		uniqueIndex('regrades_proposed_once')
			.on(t.sittingId)
			.where(sql`${t.proposedAt} is not null and ${t.endedAt} is null`),
		check('regrades_tried', sql`${t.proposedAt} is null or ${t.trialHash} is not null`),
		check('regrades_ended', sql`(${t.endedAt} is null) = (${t.outcome} is null)`),
		check('regrades_applied', sql`(${t.outcome} = 'applied') = (${t.correctionId} is not null)`)
	]
);

/** Whose marks a regrade would change, as of its dry run; once applied, whose it changed. */
export const regradeEffects = pgTable(
	'regrade_effects',
	{
		regradeId: uuid('regrade_id')
			.notNull()
			.references(() => regrades.id),
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attemptPapers.id),
		/** `Score` before and after. */
		before: jsonb('before').notNull(),
		after: jsonb('after').notNull(),
		/** 1: a greater share of the marks, -1: a smaller one, 0: the same share of other marks. */
		moves: integer('moves').notNull(),
		/** 1: passes now, -1: no longer passes, 0: as before. */
		crosses: integer('crosses').notNull(),
		/** The candidate knew the result. */
		released: boolean('released').notNull()
	},
	(t) => [primaryKey({ columns: [t.regradeId, t.attemptId] })]
);

/** What a candidate asks to be looked at again: the whole result or a question. Decided once, or taken back. */
export const appeals = pgTable(
	'appeals',
	{
		id: uuid('id').primaryKey(),
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attemptPapers.id),
		/** The question's place on the paper; null: the whole result. */
		position: integer('position'),
		/** Version of the result that they had read. */
		resultVersion: integer('result_version').notNull(),
		reason: text('reason').notNull(),
		madeAt: at('made_at').notNull(),
		withdrawnAt: at('withdrawn_at'),
		outcome: text('outcome', { enum: appealOutcomes }),
		/** Read by the candidate. */
		decision: text('decision'),
		/** What the answer earned before and by the decision, in hundredths; null where no mark was decided anew. */
		earnedBefore: integer('earned_before'),
		earnedAfter: integer('earned_after'),
		/** The draft by which everybody who had the question is marked anew. */
		regradeId: uuid('regrade_id').references(() => regrades.id),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: at('decided_at')
	},
	(t) => [
		index('appeals_attempt').on(t.attemptId),
		uniqueIndex('appeals_open_once')
			.on(t.attemptId, sql`coalesce(${t.position}, 0)`)
			.where(sql`${t.decidedAt} is null and ${t.withdrawnAt} is null`),
		check('appeals_decided', sql`(${t.decidedAt} is null) = (${t.outcome} is null)`),
		check('appeals_ended_once', sql`${t.decidedAt} is null or ${t.withdrawnAt} is null`)
	]
);
