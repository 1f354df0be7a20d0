import { and, desc, eq, ilike, inArray, like, lt, not, or, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { env } from '$lib/server/env';
import type { AuditFilter } from './filter';
import type { AuditRow } from './record.server';
import { auditLog } from './tables.server';

export const AUDIT_PAGE_SIZE = 50;

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');
/** Midnight at the start of a day in the organisation's zone. */
const startOf = (day: string, plusDays = 0) =>
	sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${env.zone})`;

/** The condition of a filter; `personIds` are those whom its text about a person names. */
function matching(filter: AuditFilter, personIds: readonly string[] | null) {
	const looks = like(auditLog.action, '%.read');
	return and(
		filter.from ? sql`${auditLog.at} >= ${startOf(filter.from)}` : undefined,
		filter.to ? sql`${auditLog.at} < ${startOf(filter.to, 1)}` : undefined,
		filter.actor ? ilike(auditLog.actorName, `%${escaped(filter.actor)}%`) : undefined,
		filter.action ? like(auditLog.action, `${escaped(filter.action)}%`) : undefined,
		filter.subject ? eq(auditLog.subjectId, filter.subject) : undefined,
		filter.kind === 'looks' ? looks : filter.kind === 'changes' ? not(looks) : undefined,
		!personIds
			? undefined
			: personIds.length
				? or(inArray(auditLog.personId, [...personIds]), inArray(auditLog.subjectId, [...personIds]))
				: sql`false`,
		filter.before ? lt(auditLog.seq, filter.before) : undefined
	);
}

/** One page of entries, newest first; `older` is the number to go on from, null at the end. */
export async function listEntries(db: Database, filter: AuditFilter, personIds: readonly string[] | null) {
	const rows = await db
		.select()
		.from(auditLog)
		.where(matching(filter, personIds))
		.orderBy(desc(auditLog.seq))
		.limit(AUDIT_PAGE_SIZE + 1);
	const entries = rows.slice(0, AUDIT_PAGE_SIZE);
	return { entries, older: rows.length > AUDIT_PAGE_SIZE ? (entries.at(-1)?.seq ?? null) : null };
}

/** Every entry of a filter, newest first, a thousand at a time, so that a long log never stands in memory. */
export async function* eachEntry(
	db: Database,
	filter: AuditFilter,
	personIds: readonly string[] | null
): AsyncGenerator<AuditRow[]> {
	for (let before = filter.before; ;) {
		const rows = await db
			.select()
			.from(auditLog)
			.where(matching({ ...filter, before }, personIds))
			.orderBy(desc(auditLog.seq))
			.limit(1000);
		if (rows.length) yield rows;
		if (rows.length < 1000) return;
		before = rows.at(-1)?.seq ?? null;
	}
}

/** The actions that occur in the log, for a filter's choices. */
export async function listActions(ctx: Context): Promise<string[]> {
	authorize(ctx.actor, 'audit.log.read');
	const rows = await ctx.db
		.selectDistinct({ action: auditLog.action })
		.from(auditLog)
		.orderBy(auditLog.action);
	return rows.map(({ action }) => action);
}

/** The newest entry of an action about a subject. Asks no permission: for the features that wrote it. */
export async function findLastEntry(
	db: Database,
	of: { action: string; subjectId: string }
): Promise<AuditRow | null> {
	const [row] = await db
		.select()
		.from(auditLog)
		.where(and(eq(auditLog.subjectId, of.subjectId), eq(auditLog.action, of.action)))
		.orderBy(desc(auditLog.seq))
		.limit(1);
	return row ?? null;
}
