import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';

export interface Limit {
	/** Hits allowed in one window. */
	hits: number;
	/** Length of the window in seconds. */
	seconds: number;
}

/**
 * Counts a hit against a key and says whether it is still within the limit. One atomic statement, so that all
 * instances count together. `now` is the server's time.
 */
export async function countHit(db: Database, key: string, limit: Limit, now: Date): Promise<boolean> {
	const resets = new Date(now.getTime() + limit.seconds * 1000).toISOString();
	const at = now.toISOString();
	const [row] = await rowsOf<{ hits: number }>(
		db,
		sql`insert into rate_limits (key, hits, resets_at) values (${key}, 1, ${resets}::timestamptz)
			on conflict (key) do update set
				hits = case when rate_limits.resets_at <= ${at}::timestamptz then 1 else rate_limits.hits + 1 end,
				resets_at = case when rate_limits.resets_at <= ${at}::timestamptz then ${resets}::timestamptz else rate_limits.resets_at end
			returning hits`
	);
	return Number(row?.hits ?? 0) <= limit.hits;
}

/** Whether a key has hits left, without counting one. */
export async function hasHitsLeft(db: Database, key: string, limit: Limit, now: Date): Promise<boolean> {
	const [row] = await rowsOf<{ hits: number }>(
		db,
		sql`select hits from rate_limits where key = ${key} and resets_at > ${now.toISOString()}::timestamptz`
	);
	return Number(row?.hits ?? 0) < limit.hits;
}

export async function clearHits(db: Database, key: string): Promise<void> {
	await db.execute(sql`delete from rate_limits where key = ${key}`);
}
