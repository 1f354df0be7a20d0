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
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { people } from '../../people/tables.server';
import { policyVersions } from './policies.tables.server';

/**
 * How each person stands on each of their ladders, as the board shows it: derived, refreshed by jobs, never a
 * source. Only what changed is written: `asOf` and `refreshedAt` say since when it has read like this, and the
 * cursor for which day all of it holds.
 */
export const standings = pgTable(
	'standings',
	{
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		/** Who and where, as the board sorts and searches. */
		name: text('name').notNull(),
		employeeNo: text('employee_no').notNull(),
		/** Every one, two and three characters in a row of both, in lower case: what a search looks up. */
		grams: text('grams').array().notNull(),
		unitId: uuid('unit_id').notNull(),
		unitPath: text('unit_path').notNull(),
		policyVersionId: uuid('policy_version_id')
			.notNull()
			.references(() => policyVersions.id),
		tier: text('tier'),
		/** Place of the tier in the ladder, from 0; -1 on none. */
		rank: integer('rank').notNull(),
		target: text('target'),
		eligible: boolean('eligible').notNull(),
		met: integer('met').notNull(),
		total: integer('total').notNull(),
		/** Requirements of the target that are not met; null without a target. */
		missing: integer('missing'),
		/** Whether only the certificate is missing. */
		certificateOnly: boolean('certificate_only').notNull(),
		/** Whether the tier that the person holds is still satisfied; null on none. */
		retained: boolean('retained'),
		/** The first day on which time alone makes the person eligible. */
		earliest: date('earliest'),
		/** Last day of the certificate of the tier held, and of the appointment. */
		certificateTo: date('certificate_to'),
		appointedTo: date('appointed_to'),
		/** Exceptions in force. */
		exceptions: integer('exceptions').notNull(),
		/** Value of the policy's ranking formula for the target; null without one. */
		score: integer('score'),
		/** The case about them on this ladder that is not at its end. */
		openDecisionId: uuid('open_decision_id'),
		/** What a row of the board shows beside that, as `StandingSummary`. */
		summary: jsonb('summary').notNull(),
		asOf: date('as_of').notNull(),
		refreshedAt: at('refreshed_at').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.personId, t.ladder] }),
		index('standings_board').on(t.ladder, t.missing, t.personId),
		index('standings_target').on(t.ladder, t.target, t.missing, t.personId),
		index('standings_rank').on(t.ladder, t.rank, t.missing, t.personId),
		index('standings_unit').on(t.ladder, t.unitId, t.missing, t.personId),
		index('standings_path').on(t.ladder, t.unitPath, t.missing, t.personId),
		index('standings_name').on(t.ladder, t.name, t.personId),
		index('standings_grams').using('gin', t.grams),
		index('standings_certificate')
			.on(t.ladder, t.missing, t.personId, t.certificateTo)
			.where(sql`${t.certificateTo} is not null`),
		index('standings_appointed')
			.on(t.ladder, t.missing, t.personId, t.appointedTo)
			.where(sql`${t.appointedTo} is not null`),
		index('standings_open')
			.on(t.ladder, t.missing, t.personId)
			.where(sql`${t.openDecisionId} is not null`),
		index('standings_lapsed')
			.on(t.ladder, t.missing, t.personId)
			.where(sql`not ${t.retained}`),
		index('standings_excepted')
			.on(t.ladder, t.missing, t.personId)
			.where(sql`${t.exceptions} > 0`)
	]
);

/** The standings counted by unit and next tier (empty: none), so that a board need not count everybody. */
export const standingCounts = pgTable(
	'standing_counts',
	{
		ladder: text('ladder').notNull(),
		unitId: uuid('unit_id').notNull(),
		target: text('target').notNull(),
		people: integer('people').notNull(),
		/** Eligible, and no case about them is open. */
		eligible: integer('eligible').notNull(),
		proposed: integer('proposed').notNull(),
		oneMissing: integer('one_missing').notNull(),
		certificateOnly: integer('certificate_only').notNull(),
		/** Certificate, or appointment, that runs out soon. */
		expiring: integer('expiring').notNull(),
		ending: integer('ending').notNull(),
		/** No longer satisfy the tier that they hold. */
		lapsed: integer('lapsed').notNull(),
		excepted: integer('excepted').notNull()
	},
	(t) => [primaryKey({ columns: [t.ladder, t.unitId, t.target] })]
);

/** How far the standings follow the audit log, and the day they are of. One row. */
export const standingsCursor = pgTable(
	'standings_cursor',
	{
		id: integer('id').primaryKey().default(1),
		seq: integer('seq').notNull(),
		asOf: date('as_of').notNull(),
		refreshedAt: at('refreshed_at').notNull()
	},
	(t) => [check('standings_cursor_single', sql`${t.id} = 1`)]
);
