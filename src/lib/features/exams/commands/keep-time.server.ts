import { and, isNull, or, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { publishAll } from '$lib/server/live';
import { newId } from '$lib/shared/ids';
import { attemptTopic, deskTopic } from '../attempt-clock.server';
import { OUTAGE_MS } from '../clock';
import { attempts, sittingEvents } from '../tables.server';
import { closeAttempts } from './close-attempts.server';

/** How often an instance keeps time. */
export const TICK_MS = 1_000;

/**
 * What the server does about time each second: gives back what an outage took, then hands in what is over. In this order:
 * whose end fell into an outage goes on.
 *
 * No authorisation: the clock decides. No audit: what was given back stands in the record of each sitting.
 */
export async function keepTime(ctx: Context): Promise<void> {
	await beat(ctx);
	await closeAttempts(ctx);
}

/** Notes that exams are served now, on whichever instance; gives back the time since when none was. Returns how long that was. */
export async function beat(ctx: Context): Promise<number> {
	const now = ctx.now.toISOString();
	const since = new Date(ctx.now.getTime() - OUTAGE_MS).toISOString();
	const fresh = await rowsOf(
		ctx.db,
		sql`insert into exam_pulse (id, beat_at) values (1, ${now}::timestamptz)
			on conflict (id) do update set beat_at = greatest(exam_pulse.beat_at, excluded.beat_at)
			where exam_pulse.beat_at >= ${since}::timestamptz returning id`
	);
	if (fresh.length) return 0;
	return withTransaction(ctx, async (tx) => {
		// Held, so that of several instances one gives back.
		const [pulse] = await rowsOf<{ beat: number }>(
			tx,
			sql`select (extract(epoch from beat_at) * 1000)::float8 as beat from exam_pulse where id = 1 for update`
		);
		const last = pulse?.beat ?? ctx.now.getTime();
		const gap = ctx.now.getTime() - last;
		if (gap <= OUTAGE_MS) return 0;
		await giveBack(tx, ctx, new Date(last));
		await tx.execute(sql`update exam_pulse set beat_at = ${now}::timestamptz where id = 1`);
		return gap;
	});
}

/**
 * Every attempt ends as much later as its clock ran in the silence: since that began, since the attempt was started in its
 * first moment, or since a break was over. One that stood loses nothing by it.
 */
async function giveBack(tx: Database, ctx: Context, last: Date): Promise<void> {
	const { startedAt, endsAt, pausedAt, pausedUntil } = attempts;
	const now = sql`${ctx.now.toISOString()}::timestamptz`;
	const since = sql`greatest(${last.toISOString()}::timestamptz, ${startedAt}, ${pausedUntil})`;
	const end = sql`${endsAt} + coalesce(${pausedUntil} - ${pausedAt}, interval '0')`;
	const given = await tx
		.update(attempts)
		.set({ endsAt: sql`${endsAt} + (${now} - ${since})` })
		.where(
			and(
				isNull(attempts.handedInAt),
				or(isNull(pausedAt), sql`${pausedUntil} is not null`),
				sql`${since} < ${now} and ${end} > ${since}`
			)
		)
		.returning({
			id: attempts.id,
			sittingId: attempts.sittingId,
			since: sql<number>`(extract(epoch from ${since}) * 1000)::float8`
		});
	if (!given.length) return;
	await tx.insert(sittingEvents).values(
		given.map(({ id, sittingId, since }) => ({
			...{ id: newId(ctx.now), sittingId, attemptId: id, at: ctx.now, kind: 'giveBack' as const },
			data: { ms: ctx.now.getTime() - since, since: new Date(since).toISOString() }
		}))
	);
	await publishAll(tx, [
		...given.map(({ id }) => attemptTopic(id)),
		...new Set(given.map(({ sittingId }) => deskTopic(sittingId)))
	]);
}
