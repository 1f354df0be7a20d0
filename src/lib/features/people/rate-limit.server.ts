import { sql, type SQL } from 'drizzle-orm';
import { preparedRows, rowsOf, type Database } from '$lib/server/db/database';

export interface Limit {
	/** Hits allowed in one window. */
	hits: number;
	/** Length of the window in seconds. */
	seconds: number;
}

/**
 * Counts a hit and gives `hits`, as one atomic statement, so that all instances count together. On its own (`countHit`), or
 * with what it is counted for in one statement; its values are those of `hitValues`.
 */
export function countedHit(): SQL {
	const resets = sql`${sql.placeholder('resets')}::text::timestamptz`;
	const isOver = sql`rate_limits.resets_at <= ${sql.placeholder('at')}::text::timestamptz`;
	return sql`insert into rate_limits (key, hits, resets_at) values (${sql.placeholder('key')}, 1, ${resets})
		on conflict (key) do update set
			hits = case when ${isOver} then 1 else rate_limits.hits + 1 end,
			resets_at = case when ${isOver} then ${resets} else rate_limits.resets_at end
		returning hits`;
}

/** The values of `countedHit`. `now` is the server's time. */
export const hitValues = (key: string, { seconds }: Limit, now: Date) => ({
	...{ key, at: now.toISOString() },
	resets: new Date(now.getTime() + seconds * 1000).toISOString()
});

const count = preparedRows<{ hits: number }>(countedHit);

/** Counts a hit against a key and says whether it is still within the limit. */
export async function countHit(db: Database, key: string, limit: Limit, now: Date): Promise<boolean> {
	const [row] = await count(db, hitValues(key, limit, now));
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
