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
	timestamp,
	uniqueIndex,
	uuid,
	type AnyPgColumn
} from 'drizzle-orm/pg-core';
import { attempts, sittings } from '../exams/tables.server';
import { people } from '../people/tables.server';
import { completions } from '../training/tables.server';
import { certificateKinds } from './tables/kinds.tables.server';

export * from './tables/checking.tables.server';
export * from './tables/credentials.tables.server';
export * from './tables/kinds.tables.server';
export * from './tables/templates.tables.server';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** What a certificate rests on: the passed attempt at an exam, or the completion of a module; exactly one. */
const ground = () => ({
	attemptId: uuid('attempt_id').references(() => attempts.id),
	completionId: uuid('completion_id').references(() => completions.id),
	/** Whichever it is: ids of both are never the same. */
	groundId: uuid('ground_id')
		.notNull()
		.generatedAlwaysAs(sql`coalesce(attempt_id, completion_id)`)
});

/** An issued certificate. Everything printed on it is frozen in `printed`; a trigger refuses change and deletion. */
export const certificates = pgTable(
	'certificates',
	{
		id: uuid('id').primaryKey(),
		number: text('number').notNull().unique(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		/** One certificate each, and those that replace it. */
		...ground(),
		/** The certificate whose place it takes because something printed there was to be corrected. */
		replaces: uuid('replaces')
			.unique('certificates_replaced_once')
			.references((): AnyPgColumn => certificates.id),
		/** As `PrintedCertificate`. */
		printed: jsonb('printed').notNull(),
		issuedOn: date('issued_on').notNull(),
		/** The last day of validity. */
		validTo: date('valid_to').notNull(),
		issuedBy: uuid('issued_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		uniqueIndex('certificates_one_per_ground')
			.on(t.groundId)
			.where(sql`${t.replaces} is null`),
		index('certificates_ground_id').on(t.groundId),
		index('certificates_person').on(t.personId),
		index('certificates_valid_to').on(t.validTo),
		check('certificates_dates', sql`${t.validTo} >= ${t.issuedOn}`),
		check('certificates_ground', sql`num_nonnulls(${t.attemptId}, ${t.completionId}) = 1`)
	]
);

export const certificateRevocations = pgTable('certificate_revocations', {
	certificateId: uuid('certificate_id')
		.primaryKey()
		.references(() => certificates.id),
	category: text('category', {
		enum: ['misconduct', 'issuedInError', 'qualificationWithdrawn', 'other', 'replaced', 'lapsed']
	}).notNull(),
	reason: text('reason').notNull(),
	revokedOn: date('revoked_on').notNull(),
	revokedAt: at('revoked_at').notNull(),
	revokedBy: uuid('revoked_by').references(() => people.id)
});

/** A time in which a certificate does not count, as a `Breach` of periods. Written once; only its end is filled in. */
export const certificateSuspensions = pgTable(
	'certificate_suspensions',
	{
		id: uuid('id').primaryKey(),
		certificateId: uuid('certificate_id')
			.notNull()
			.references(() => certificates.id),
		cause: text('cause', { enum: ['hours', 'employment', 'conduct', 'decision'] }).notNull(),
		/** Which breach it is for, as `KnownBreach` names it; null: somebody decided it. */
		breach: text('breach'),
		reason: text('reason').notNull(),
		fromOn: date('from_on').notNull(),
		suspendedBy: uuid('suspended_by').references(() => people.id),
		suspendedAt: at('suspended_at').notNull(),
		/** The first day on which it counts again. */
		curedOn: date('cured_on'),
		curedBy: uuid('cured_by').references(() => people.id),
		curedAt: at('cured_at'),
		cureReason: text('cure_reason')
	},
	(t) => [
		index('certificate_suspensions_certificate').on(t.certificateId),
		uniqueIndex('certificate_suspensions_open_once')
			.on(t.certificateId, sql`coalesce(${t.breach}, ${t.cause})`)
			.where(sql`${t.curedAt} is null`),
		check(
			'certificate_suspensions_cured',
			sql`num_nonnulls(${t.curedOn}, ${t.curedAt}, ${t.cureReason}) in (0, 3)`
		),
		check('certificate_suspensions_dates', sql`${t.curedOn} >= ${t.fromOn}`)
	]
);

/** That a certificate stands although a version of its result no longer passes. Append-only. */
export const certificateKeeps = pgTable(
	'certificate_keeps',
	{
		certificateId: uuid('certificate_id')
			.notNull()
			.references(() => certificates.id),
		resultVersion: integer('result_version').notNull(),
		reason: text('reason').notNull(),
		keptBy: uuid('kept_by').references(() => people.id),
		keptAt: at('kept_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.certificateId, t.resultVersion] })]
);

/** That somebody asked for certificates of a sitting or of a module's kind; another person approves or rejects, and a job issues. */
export const certificateRequests = pgTable(
	'certificate_requests',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id').references(() => sittings.id),
		kind: text('kind').references(() => certificateKinds.id),
		requestedBy: uuid('requested_by').references(() => people.id),
		requestedAt: at('requested_at').notNull(),
		outcome: text('outcome', { enum: ['approved', 'rejected'] }),
		reason: text('reason').notNull().default(''),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: at('decided_at'),
		/** When somebody last had an approved one tried again. */
		resumedAt: at('resumed_at'),
		/** When the last of its items was settled. */
		finishedAt: at('finished_at')
	},
	(t) => [
		index('certificate_requests_requested').on(t.requestedAt),
		check('certificate_requests_about', sql`num_nonnulls(${t.sittingId}, ${t.kind}) = 1`),
		check('certificate_requests_decided', sql`(${t.outcome} is null) = (${t.decidedAt} is null)`),
		check('certificate_requests_finished', sql`${t.finishedAt} is null or ${t.decidedAt} is not null`)
	]
);

/** What one certificate of a request would rest on, and what became of it. */
export const certificateRequestItems = pgTable(
	'certificate_request_items',
	{
		requestId: uuid('request_id')
			.notNull()
			.references(() => certificateRequests.id),
		...ground(),
		/** `issued`, or why there is none, as `RequestResult`; null while it waits. */
		result: text('result'),
		certificateId: uuid('certificate_id').references(() => certificates.id)
	},
	(t) => [
		primaryKey({ columns: [t.requestId, t.groundId] }),
		uniqueIndex('certificate_request_items_open_once')
			.on(t.groundId)
			.where(sql`${t.result} is null`),
		check('certificate_request_items_ground', sql`num_nonnulls(${t.attemptId}, ${t.completionId}) = 1`),
		check(
			'certificate_request_items_issued',
			sql`(${t.result} = 'issued') = (${t.certificateId} is not null)`
		)
	]
);
