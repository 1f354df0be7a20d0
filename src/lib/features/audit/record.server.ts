import { hash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { preparedRows, type Database } from '$lib/server/db/database';
import { untilCommit } from '$lib/server/db/transaction';
import { canonicalJson } from '$lib/shared/json';
import type { auditLog } from './tables.server';

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

const append = preparedRows(() => {
	const its = sql.placeholder;
	return sql`select append_audit(${its('head')}, ${its('middle')}, ${its('tail')}, ${its('time')}::timestamptz,
		${its('actorId')}::uuid, ${its('actorName')}, ${its('action')}, ${its('subjectType')}, ${its('subjectId')},
		${its('personId')}::uuid, ${its('before')}::text::jsonb, ${its('after')}::text::jsonb, ${its('requestId')})`;
});

/**
 * Adds an entry to the chain, in the caller's transaction. Call it last: the chain is locked from here to the
 * commit. Keep secrets (passwords, keys, sessions) out of before and after.
 */
export async function recordAudit(tx: Database, ctx: Context, entry: AuditEntry): Promise<void> {
	await untilCommit(tx, append(tx, valuesOf(ctx, entry)));
}

const appendMany = preparedRows(
	() => sql`select append_audit(head, middle, tail, "time", "actorId", "actorName", action, "subjectType", "subjectId",
			"personId", before::jsonb, after::jsonb, "requestId")
		from jsonb_to_recordset(${sql.placeholder('rows')}::text::jsonb) as r(head text, middle text, tail text,
			"time" timestamptz, "actorId" uuid, "actorName" text, action text, "subjectType" text, "subjectId" text,
			"personId" uuid, before text, after text, "requestId" text)`
);

/** The same for many entries of one act, in their order and in one statement however many. */
export async function recordAudits(
	tx: Database,
	ctx: Context,
	entries: readonly AuditEntry[]
): Promise<void> {
	if (!entries.length) return;
	await untilCommit(
		tx,
		appendMany(tx, { rows: JSON.stringify(entries.map((entry) => valuesOf(ctx, entry))) })
	);
}

function valuesOf(ctx: Context, entry: AuditEntry) {
	const actor = ctx.actor;
	const row = {
		action: entry.action,
		actorId: actor.kind === 'person' ? actor.personId : null,
		actorName: actor.kind === 'anonymous' ? 'anonymous' : actor.name,
		personId: entry.personId ?? null
	};
	const { type: subjectType, id: subjectId } = entry.subject;
	const [before, after] = [plain(entry.before), plain(entry.after)];
	const { requestId } = ctx;
	const time = ctx.now.toISOString();
	return {
		...{ ...row, subjectType, subjectId, requestId, time, before: json(before), after: json(after) },
		...piecesOf({ ...row, after, at: time, before }, requestId, { subjectId, subjectType })
	};
}

/**
 * The canonical JSON that `hashRow` is taken over, in the order of its keys, cut where the database puts the hash of the
 * row before and the row's number.
 */
const piecesOf = (first: object, requestId: string, last: object) => ({
	head: `${canonicalJson(first).slice(0, -1)},"prevHash":"`,
	middle: `","requestId":${JSON.stringify(requestId)},"seq":`,
	tail: `,${canonicalJson(last).slice(1)}`
});

/** As the database will give it back: dates as strings, absent fields gone, so that the hash can be checked later. */
const plain = (value: unknown): unknown => (value == null ? null : JSON.parse(JSON.stringify(value)));

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
