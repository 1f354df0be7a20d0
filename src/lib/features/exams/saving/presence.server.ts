import { sql } from 'drizzle-orm';
import { systemClock } from '$lib/server/clock';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';

/** How often an instance writes down whom it heard of. */
export const PRESENCE_MS = 3_000;
/** Who is heard of again and again is written down so often: a desk asks for no more. */
const FRESH_MS = 8_000;
/** Who was not heard of for so long is forgotten here; what was written stays. */
const FORGET_MS = 10 * 60_000;

interface Heard {
	seenAt: number;
	/** Null as long as this instance was not told: what is written stands. */
	away: boolean | null;
	connected: boolean;
	/** What was written last; null before the first time. */
	written: { seenAt: number; away: boolean | null; connected: boolean } | null;
}

const held = new WeakMap<Database, Map<string, Heard>>();

function heardOf(db: Database): Map<string, Heard> {
	const known = held.get(db) ?? new Map<string, Heard>();
	held.set(db, known);
	return known;
}

/**
 * Notes that an attempt was heard of on this instance, in memory only: costs nothing beside a save. Any sign of it says that
 * it is connected, unless it says otherwise; `away` stays what it was where nothing is said. `db` is the instance's own.
 */
export function heard(
	db: Database,
	attemptId: string,
	{ away, connected = true, at = systemClock() }: { away?: boolean; connected?: boolean; at?: Date } = {}
): void {
	const all = heardOf(db);
	const known = all.get(attemptId);
	const seenAt = Math.max(known?.seenAt ?? 0, at.getTime());
	if (known) Object.assign(known, { seenAt, away: away ?? known.away, connected });
	else all.set(attemptId, { seenAt, away: away ?? null, connected, written: null });
}

/** Whether there is something about it that a desk would want to know. */
const isNews = ({ seenAt, away, connected, written }: Heard): boolean =>
	!written || seenAt - written.seenAt >= FRESH_MS || away !== written.away || connected !== written.connected;

/**
 * Writes down whom this instance has heard of since the last time, in one statement; of several instances the newest counts.
 * Returns how many.
 *
 * No authorisation: what an instance heard. No audit: presence is nothing that lasts.
 */
export async function writePresence(ctx: Context): Promise<number> {
	const all = heardOf(ctx.db);
	const now = ctx.now.getTime();
	const news = [...all].filter(([, one]) => isNews(one)).map(([id, one]) => ({ id, one, as: { ...one } }));
	if (news.length) {
		const rows = news.map(({ id, as: { seenAt, away, connected } }) => ({
			...{ attempt: id, seen: new Date(seenAt).toISOString(), away, connected }
		}));
		// In the order of their ids, so that two instances never wait for each other.
		await withTransaction(ctx, (tx) =>
			tx.execute(sql`insert into attempt_presence (attempt_id, seen_at, away, connected)
				select r.attempt, r.seen, coalesce(r.away, p.away, false), r.connected
				from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
					as r(attempt uuid, seen timestamptz, away boolean, connected boolean)
				left join attempt_presence p on p.attempt_id = r.attempt
				order by r.attempt
				on conflict (attempt_id) do update
				set seen_at = excluded.seen_at, away = excluded.away, connected = excluded.connected
				where excluded.seen_at >= attempt_presence.seen_at`)
		);
		for (const { one, as } of news)
			one.written = { seenAt: as.seenAt, away: as.away, connected: as.connected };
	}
	for (const [id, { seenAt }] of all) if (now - seenAt > FORGET_MS) all.delete(id);
	return news.length;
}
