import { hash } from 'node:crypto';
import { desc, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { prepared, preparedRows, type Database } from '$lib/server/db/database';
import { canonicalJson } from '$lib/shared/json';
import { auditLog } from './tables.server';

/** Held from the entry to the end of the transaction, so that the chain has one order and no gaps. */
const CHAIN_LOCK = 7_205_002;

export const GENESIS = '0'.repeat(64);

export interface AuditEntry {
	/** Same name as the permission that allowed it, e.g. `tiers.decision.approve`. */
	action: string;
	subject: { type: string; id: string };
	/** The person whom it concerns: caches of what is known of them are dropped by it. */
	personId?: string | null;
	before?: unknown;
	after?: unknown;
}

export type AuditRow = typeof auditLog.$inferSelect;

/** The hash of a row: SHA-256 over the canonical JSON of everything in it, the hash before it included. */
export function hashRow(row: Omit<AuditRow, 'hash'>): string {
	const content = { ...row, at: row.at.toISOString(), before: row.before ?? null, after: row.after ?? null };
	return hash('sha256', canonicalJson(content));
}

const lockChain = preparedRows(() => sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
const lastOf = prepared((db) =>
	db
		.select({ seq: auditLog.seq, hash: auditLog.hash })
		.from(auditLog)
		.orderBy(desc(auditLog.seq))
		.limit(1)
		.prepare('last_audited')
);
const append = preparedRows(() => {
	const its = sql.placeholder;
	return sql`insert into audit_log (seq, at, actor_id, actor_name, action, subject_type, subject_id, person_id,
			before, after, request_id, prev_hash, hash)
		values (${its('seq')}::bigint, ${its('time')}::timestamptz, ${its('actorId')}::uuid, ${its('actorName')},
			${its('action')}, ${its('subjectType')}, ${its('subjectId')}, ${its('personId')}::uuid,
			${its('beforeJson')}::text::jsonb, ${its('afterJson')}::text::jsonb, ${its('requestId')}, ${its('prevHash')},
			${its('hash')})`;
});

/**
 * Adds an entry to the chain, in the caller's transaction. Call it last: the chain is locked from here to the
 * commit. Keep secrets (passwords, keys, sessions) out of before and after.
 */
export async function recordAudit(tx: Database, ctx: Context, entry: AuditEntry): Promise<void> {
	// Sent together: the second is asked once the first has the lock.
	const [, [last]] = await Promise.all([lockChain(tx, {}), lastOf(tx).execute()]);
	const actor = ctx.actor;
	const row = {
		seq: (last?.seq ?? 0) + 1,
		at: ctx.now,
		actorId: actor.kind === 'person' ? actor.personId : null,
		actorName: actor.kind === 'anonymous' ? 'anonymous' : actor.name,
		action: entry.action,
		subjectType: entry.subject.type,
		subjectId: entry.subject.id,
		personId: entry.personId ?? null,
		before: plain(entry.before),
		after: plain(entry.after),
		requestId: ctx.requestId,
		prevHash: last?.hash ?? GENESIS
	};
	await append(tx, {
		...{ ...row, hash: hashRow(row), time: ctx.now.toISOString() },
		...{ beforeJson: json(row.before), afterJson: json(row.after) }
	});
}

/** As the database will give it back: dates as strings, absent fields gone, so that the hash can be checked later. */
const plain = (value: unknown): unknown => (value == null ? null : JSON.parse(JSON.stringify(value)));

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
