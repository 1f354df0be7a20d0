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
	uniqueIndex,
	uuid,
	type AnyPgColumn
} from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { files } from '../files/tables.server';
import { people } from '../people/tables.server';
import type { FlagKind } from './vocabulary';

export const pairings = pgTable(
	'pairings',
	{
		id: uuid('id').primaryKey(),
		traineeId: uuid('trainee_id')
			.notNull()
			.references(() => people.id),
		mentorId: uuid('mentor_id')
			.notNull()
			.references(() => people.id),
		startsOn: date('starts_on').notNull(),
		/** The agreed last day. */
		endsOn: date('ends_on').notNull(),
		/** Shadowing that the two plan, in minutes. */
		plannedMinutes: integer('planned_minutes').notNull(),
		goal: text('goal').notNull(),
		/** When the first agreement had both signatures; null while one is missing. Earlier pairings were filed by HR. */
		agreedAt: at('agreed_at'),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull(),
		/** Set once, when HR ends it. */
		endedOn: date('ended_on'),
		endReason: text('end_reason', { enum: ['completed', 'transfer', 'request', 'hr', 'left'] }),
		/** Why, in words, where the reason alone says too little. */
		endNote: text('end_note'),
		endedBy: uuid('ended_by').references(() => people.id)
	},
	(t) => [
		// How many mentors a trainee may have at once the rules say: `createPairing` counts under a lock.
		uniqueIndex('pairings_active_once')
			.on(t.traineeId, t.mentorId)
			.where(sql`${t.endedOn} is null`),
		index('pairings_trainee').on(t.traineeId),
		index('pairings_mentor').on(t.mentorId),
		check('pairings_two_people', sql`${t.traineeId} <> ${t.mentorId}`),
		check('pairings_dates', sql`${t.endsOn} >= ${t.startsOn}`)
	]
);

/** What happened in one shadowing session, as one side wrote it; a trigger refuses change and deletion. */
export const shadowingEntries = pgTable(
	'shadowing_entries',
	{
		id: uuid('id').primaryKey(),
		pairingId: uuid('pairing_id')
			.notNull()
			.references(() => pairings.id),
		/** The disputed entry that this one stands in for. */
		replacesId: uuid('replaces_id')
			.unique('shadowing_entries_replaced_once')
			.references((): AnyPgColumn => shadowingEntries.id),
		occurredOn: date('occurred_on').notNull(),
		minutes: integer('minutes').notNull(),
		/** When it began, where that was said; the day is `occurredOn`. */
		startedAt: at('started_at'),
		/** Numbers of the seven work steps, 1 to 7. */
		steps: integer('steps').array().notNull(),
		/** Kind of the meeting with the customer; null: not said. */
		meeting: text('meeting'),
		/** dimension -> level 1 to 4 */
		rubric: jsonb('rubric').notNull(),
		note: text('note').notNull(),
		/** What a device named it before it could send it: the same entry comes in once. */
		deviceId: uuid('device_id').unique('shadowing_entries_sent_once'),
		/** What its hash covers: `hashEntry` knows each format for good. */
		format: integer('format').notNull().default(1),
		contentHash: text('content_hash').notNull(),
		createdAt: at('created_at').notNull()
	},
	(t) => [
		index('shadowing_entries_pairing').on(t.pairingId, t.occurredOn),
		check('shadowing_entries_minutes', sql`${t.minutes} between 15 and 720`)
	]
);

/**
 * Who put their name to an entry, and how. Each covers the entry's content hash and the pairing's signature
 * before it: a chain. A trigger refuses change and deletion.
 */
export const shadowingSignatures = pgTable(
	'shadowing_signatures',
	{
		id: uuid('id').primaryKey(),
		/** The entry or the agreement that is signed. */
		entryId: uuid('entry_id').references(() => shadowingEntries.id),
		agreementId: uuid('agreement_id').references((): AnyPgColumn => pairingAgreements.id),
		pairingId: uuid('pairing_id')
			.notNull()
			.references(() => pairings.id),
		/** Position in the pairing's chain, from 1. */
		position: integer('position').notNull(),
		signerId: uuid('signer_id')
			.notNull()
			.references(() => people.id),
		act: text('act', { enum: ['submit', 'countersign', 'dispute', 'settle', 'sign', 'decline'] }).notNull(),
		/** A reflection, the reason of a dispute or of a settlement. */
		words: text('words').notNull(),
		/** What the signer adds beside words: a mentor's observation, the verdict of a settlement; covered by the hash. */
		detail: jsonb('detail'),
		contentHash: text('content_hash').notNull(),
		prevHash: text('prev_hash').notNull(),
		hash: text('hash').notNull(),
		/** What the hash covers: `hashSignature` knows each format for good. */
		format: integer('format').notNull().default(1),
		signedAt: at('signed_at').notNull()
	},
	(t) => [
		uniqueIndex('shadowing_signatures_submitted_once')
			.on(t.entryId)
			.where(sql`${t.act} = 'submit'`),
		uniqueIndex('shadowing_signatures_answered_once')
			.on(t.entryId)
			.where(sql`${t.act} in ('countersign', 'dispute')`),
		uniqueIndex('shadowing_signatures_settled_once')
			.on(t.entryId)
			.where(sql`${t.act} = 'settle'`),
		unique('shadowing_signatures_once').on(t.entryId, t.signerId),
		unique('shadowing_signatures_agreed_once').on(t.agreementId, t.signerId),
		unique('shadowing_signatures_chain').on(t.pairingId, t.position),
		check('shadowing_signatures_subject', sql`(${t.entryId} is null) <> (${t.agreementId} is null)`)
	]
);

/** What a pairing's two people agreed to: a new version takes both signatures again; a trigger refuses change. */
export const pairingAgreements = pgTable(
	'pairing_agreements',
	{
		id: uuid('id').primaryKey(),
		pairingId: uuid('pairing_id')
			.notNull()
			.references(() => pairings.id),
		version: integer('version').notNull(),
		/** Purpose, target tier, from, to, planned minutes by work step, goals: `AgreementContent`. */
		content: jsonb('content').notNull(),
		contentHash: text('content_hash').notNull(),
		proposedBy: uuid('proposed_by').references(() => people.id),
		createdAt: at('created_at').notNull()
	},
	(t) => [unique('pairing_agreements_version').on(t.pairingId, t.version)]
);

/** A session that the two mean to hold; it stands in both agendas while it is planned. */
export const plannedSessions = pgTable(
	'planned_sessions',
	{
		id: uuid('id').primaryKey(),
		pairingId: uuid('pairing_id')
			.notNull()
			.references(() => pairings.id),
		startsAt: at('starts_at').notNull(),
		endsAt: at('ends_at').notNull(),
		steps: integer('steps').array().notNull(),
		note: text('note').notNull().default(''),
		state: text('state', { enum: ['planned', 'held', 'cancelled'] }).notNull(),
		/** The entry that says how it went, once it was held. */
		entryId: uuid('entry_id')
			.unique('planned_sessions_held_once')
			.references(() => shadowingEntries.id),
		createdBy: uuid('created_by')
			.notNull()
			.references(() => people.id),
		createdAt: at('created_at').notNull()
	},
	(t) => [
		index('planned_sessions_pairing').on(t.pairingId, t.startsAt),
		check('planned_sessions_order', sql`${t.startsAt} < ${t.endsAt}`)
	]
);

/** Pictures of an entry, without the metadata they came with; a trigger refuses change. */
export const shadowingPictures = pgTable(
	'shadowing_pictures',
	{
		entryId: uuid('entry_id')
			.notNull()
			.references(() => shadowingEntries.id),
		fileId: uuid('file_id')
			.notNull()
			.references(() => files.id)
	},
	(t) => [primaryKey({ columns: [t.entryId, t.fileId] })]
);

/** What a rule found implausible in an entry; HR says what it is, once. Minutes with an open or upheld flag do not count. */
export const shadowingFlags = pgTable(
	'shadowing_flags',
	{
		id: uuid('id').primaryKey(),
		entryId: uuid('entry_id')
			.notNull()
			.references(() => shadowingEntries.id),
		kind: text('kind').$type<FlagKind>().notNull(),
		/** What it rests on, for the page. */
		detail: jsonb('detail').notNull(),
		raisedAt: at('raised_at').notNull(),
		settledBy: uuid('settled_by').references(() => people.id),
		settledAt: at('settled_at'),
		cleared: boolean('cleared'),
		note: text('note')
	},
	(t) => [
		unique('shadowing_flags_once').on(t.entryId, t.kind),
		index('shadowing_flags_open')
			.on(t.raisedAt)
			.where(sql`${t.settledAt} is null`)
	]
);

/** Mid-term and final reviews of a pairing, by each side of the other; a trigger refuses change. */
export const mentoringReviews = pgTable(
	'mentoring_reviews',
	{
		id: uuid('id').primaryKey(),
		pairingId: uuid('pairing_id')
			.notNull()
			.references(() => pairings.id),
		kind: text('kind', { enum: ['midterm', 'final'] }).notNull(),
		reviewerId: uuid('reviewer_id')
			.notNull()
			.references(() => people.id),
		/** dimension -> level 1 to 4 */
		levels: jsonb('levels').$type<Record<string, number>>().notNull(),
		/** dimension -> words, required where the level is low; `whole` for all of it */
		words: jsonb('words').$type<Record<string, string>>().notNull(),
		submittedAt: at('submitted_at').notNull()
	},
	(t) => [unique('mentoring_reviews_once').on(t.pairingId, t.kind, t.reviewerId)]
);

/** The rules of mentoring from a day on (`content/mentoring`), as `MentoringRules`; a trigger refuses change. */
export const mentoringRules = pgTable('mentoring_rules', {
	id: uuid('id').primaryKey(),
	effectiveFrom: date('effective_from').notNull().unique(),
	content: jsonb('content').notNull(),
	sha256: text('sha256').notNull(),
	publishedAt: at('published_at').notNull()
});
