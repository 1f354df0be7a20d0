import { sql } from 'drizzle-orm';
import {
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	timestamp,
	unique,
	uniqueIndex,
	uuid,
	type AnyPgColumn
} from 'drizzle-orm/pg-core';
import { people } from '../people/tables.server';

const at = (name: string) => timestamp(name, { withTimezone: true });

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
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull(),
		/** Set once, when HR ends it. */
		endedOn: date('ended_on'),
		endReason: text('end_reason', { enum: ['completed', 'transfer', 'request', 'hr', 'left'] }),
		endedBy: uuid('ended_by').references(() => people.id)
	},
	(t) => [
		uniqueIndex('pairings_one_active')
			.on(t.traineeId)
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
		/** Numbers of the seven work steps, 1 to 7. */
		steps: integer('steps').array().notNull(),
		/** dimension -> level 1 to 4 */
		rubric: jsonb('rubric').notNull(),
		note: text('note').notNull(),
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
		entryId: uuid('entry_id')
			.notNull()
			.references(() => shadowingEntries.id),
		pairingId: uuid('pairing_id')
			.notNull()
			.references(() => pairings.id),
		/** Position in the pairing's chain, from 1. */
		position: integer('position').notNull(),
		signerId: uuid('signer_id')
			.notNull()
			.references(() => people.id),
		act: text('act', { enum: ['submit', 'countersign', 'dispute'] }).notNull(),
		/** The trainee's reflection, or the reason of a dispute. */
		words: text('words').notNull(),
		contentHash: text('content_hash').notNull(),
		prevHash: text('prev_hash').notNull(),
		hash: text('hash').notNull(),
		signedAt: at('signed_at').notNull()
	},
	(t) => [
		unique('shadowing_signatures_once').on(t.entryId, t.signerId),
		unique('shadowing_signatures_chain').on(t.pairingId, t.position)
	]
);
