import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudits } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { publishAll } from '$lib/server/live';
import { attemptTopic, clockOf, deskTopic } from '../attempt-clock.server';
import { LATE_MS, move, OUTAGE_MS } from '../clock';
import { attempts, sittings } from '../tables.server';

/** So many at a time: what one transaction holds and the record writes at once. */
const AT_ONCE = 500;

/**
 * The server hands in, as of its end, every attempt whose time is up, or only the one that is named: whoever sits there, and
 * whether anybody does. Returns how many. Harmless at any other time and any number of times; several instances share
 * the work. As long as an outage was not given back (`keepTime`) nobody's time is up.
 *
 * No authorisation: the clock decides, not the person who happens to look; so it stands in the audit log as
 * the system's act.
 */
export async function closeAttempts(ctx: Context, only: { attemptId?: string } = {}): Promise<number> {
	for (let closed = 0; ;) {
		const count = await withTransaction(ctx, async (tx) => {
			const overdue = await holdOverdue(tx, ctx.now, only.attemptId);
			if (overdue.length) await close(tx, ctx, overdue);
			return overdue.length;
		});
		closed += count;
		if (count < AT_ONCE) return closed;
	}
}

type Overdue = Awaited<ReturnType<typeof holdOverdue>>[number];

async function holdOverdue(tx: Database, now: Date, attemptId: string | undefined) {
	const isDone = sql`${attempts.endsAt} + (${attempts.pausedUntil} - ${attempts.pausedAt}) < ${now.toISOString()}::timestamptz`;
	const isSilent = sql`exists (select from exam_pulse where beat_at < ${new Date(now.getTime() - OUTAGE_MS).toISOString()}::timestamptz)`;
	const rows = await tx
		.select({ attempt: attempts, titleZh: sittings.titleZh, titleEn: sittings.titleEn })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.where(
			and(
				isNull(attempts.handedInAt),
				lt(attempts.endsAt, now),
				or(isNull(attempts.pausedAt), isDone),
				sql`not ${isSilent}`,
				attemptId === undefined ? undefined : eq(attempts.id, attemptId)
			)
		)
		.orderBy(attempts.id)
		.limit(AT_ONCE)
		.for('no key update', { of: attempts, skipLocked: true });
	return rows.flatMap(({ attempt, ...title }) => {
		const decision = move(clockOf(attempt), 'expire', now.getTime());
		return decision.ok ? [{ ...attempt, ...title, endsAt: new Date(decision.endsAt) }] : [];
	});
}

async function close(tx: Database, ctx: Context, overdue: readonly Overdue[]): Promise<void> {
	const ids = overdue.map(({ id }) => id);
	await tx
		.update(attempts)
		.set({
			// Where a break was the last of it, the end moved by it.
			endsAt: sql`${attempts.endsAt} + coalesce(${attempts.pausedUntil} - ${attempts.pausedAt}, interval '0')`,
			handedInAt: sql`${attempts.endsAt} + coalesce(${attempts.pausedUntil} - ${attempts.pausedAt}, interval '0')`,
			...{ handedInBy: 'server', pausedAt: null, pausedUntil: null }
		})
		.where(and(inArray(attempts.id, ids), isNull(attempts.handedInAt)));
	await notifyMany(
		tx,
		ctx,
		overdue.map(({ id, personId, titleZh, titleEn }) => ({
			...{ personId, kind: 'attemptClosed', params: { exam: { 'zh-CN': titleZh, en: titleEn } } },
			...{ href: `/attempt/${id}`, cause: `exams.attempt.close:${id}` }
		}))
	);
	// What was made in time and is still on its way counts: marking waits for it.
	const last = Math.max(...overdue.map(({ endsAt }) => endsAt.getTime()));
	const startAfter = new Date(last + LATE_MS + 1000);
	await enqueue(tx, ctx, 'exams.attempt.mark', { attemptIds: ids }, { startAfter });
	await publishAll(tx, [
		...ids.map(attemptTopic),
		...new Set(overdue.map((one) => deskTopic(one.sittingId)))
	]);
	await recordAudits(
		tx,
		{ ...ctx, actor: systemActor('exams.attempt.close') },
		overdue.map(({ id, personId, endsAt }) => ({
			...{ action: 'exams.attempt.hand_in', subject: { type: 'attempt', id }, personId },
			after: { by: 'server', handedInAt: endsAt }
		}))
	);
}
