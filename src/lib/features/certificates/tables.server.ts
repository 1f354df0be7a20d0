import { sql } from 'drizzle-orm';
import { check, date, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { attempts } from '../exams/tables.server';
import { people } from '../people/tables.server';

const at = (name: string) => timestamp(name, { withTimezone: true });

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
		/** The passed attempt that it rests on; one certificate each. */
		attemptId: uuid('attempt_id')
			.notNull()
			.unique('certificates_one_per_attempt')
			.references(() => attempts.id),
		/** As `PrintedCertificate`. */
		printed: jsonb('printed').notNull(),
		issuedOn: date('issued_on').notNull(),
		/** The last day of validity. */
		validTo: date('valid_to').notNull(),
		issuedBy: uuid('issued_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		index('certificates_person').on(t.personId),
		index('certificates_valid_to').on(t.validTo),
		check('certificates_dates', sql`${t.validTo} >= ${t.issuedOn}`)
	]
);

export const certificateRevocations = pgTable('certificate_revocations', {
	certificateId: uuid('certificate_id')
		.primaryKey()
		.references(() => certificates.id),
	category: text('category', {
		enum: ['misconduct', 'issuedInError', 'qualificationWithdrawn', 'other']
	}).notNull(),
	reason: text('reason').notNull(),
	revokedOn: date('revoked_on').notNull(),
	revokedAt: at('revoked_at').notNull(),
	revokedBy: uuid('revoked_by').references(() => people.id)
});
