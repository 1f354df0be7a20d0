import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * What was done, by whom, to what. `seq` has no gaps; `hash` covers the row and the hash before it. A trigger
 * refuses every change and deletion.
 */
export const auditLog = pgTable(
	'audit_log',
	{
		seq: bigint('seq', { mode: 'number' }).primaryKey(),
		at: timestamp('at', { withTimezone: true }).notNull(),
		actorId: uuid('actor_id'),
		/** Name of the person or of the system job at that time. */
		actorName: text('actor_name').notNull(),
		action: text('action').notNull(),
		subjectType: text('subject_type').notNull(),
		subjectId: text('subject_id').notNull(),
		/** The person whom the matter concerns, when there is one: what is known of them may have changed. */
		personId: uuid('person_id'),
		before: jsonb('before'),
		after: jsonb('after'),
		requestId: text('request_id').notNull(),
		prevHash: text('prev_hash').notNull(),
		hash: text('hash').notNull()
	},
	(t) => [
		check('audit_log_seq_positive', sql`${t.seq} > 0`),
		index('audit_log_person').on(t.personId, t.seq),
		index('audit_log_actor').on(t.actorId, t.seq),
		index('audit_log_action').on(t.action, t.seq),
		index('audit_log_subject').on(t.subjectId)
	]
);
