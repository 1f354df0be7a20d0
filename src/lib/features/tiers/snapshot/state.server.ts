import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { preparedRows } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { refreshStandings, relevant } from './refresh.server';

/** So many entries are caught up with while a reader waits; more are left to the job. */
const FEW_ENTRIES = 200;
/** An organisation of so many people is looked at as a whole while a reader waits. */
const FEW_PEOPLE = 2000;
/** How long to wait for another reader's catching up, in steps of so many milliseconds. */
const STEPS = 10;
const STEP_MS = 40;

/** For which day the snapshot holds, and whether it knows of everything that is committed. */
export interface SnapshotState {
	asOf: IsoDate;
	/** Instant in ISO form; null when it knows of everything. */
	behindSince: string | null;
}

/**
 * The state of the snapshot, after catching up with what was committed before the call when that is little, so
 * that what somebody just did shows at once. Never inside a transaction. Asks no permission.
 */
export async function currentSnapshot(ctx: Context): Promise<SnapshotState> {
	const today = dateIn(ctx.now);
	for (let step = 0; ; step++) {
		const { asOf, refreshedAt, behind, few } = await look(ctx, today);
		if (asOf === today && behind === 0) return { asOf, behindSince: null };
		const soon = asOf === today ? behind <= FEW_ENTRIES : few;
		if (!soon || step === STEPS) return { asOf, behindSince: refreshedAt };
		const { state } = await refreshStandings(ctx);
		if (state === 'busy') await new Promise((again) => setTimeout(again, STEP_MS));
	}
}

const lookOn = preparedRows<{ as_of: string; refreshed_at: string; behind: number; few: boolean }>(
	() =>
		sql`select c.as_of::text, c.refreshed_at,
			(select count(*)::int from (select 1 from audit_log where seq > c.seq and ${relevant} limit ${FEW_ENTRIES + 1}) n) as behind,
			c.as_of = ${sql.placeholder('today')} or (select count(*) from (select 1 from people limit ${FEW_PEOPLE + 1}) p) <= ${FEW_PEOPLE} as few
			from (select * from standings_cursor union all select 1, -1, '1970-01-01', now()) c
			order by c.seq desc limit 1`
);

async function look(ctx: Context, today: IsoDate) {
	const [row] = await lookOn(ctx.db, { today });
	return {
		asOf: row!.as_of,
		refreshedAt: new Date(row!.refreshed_at).toISOString(),
		behind: row!.behind,
		few: row!.few
	};
}
