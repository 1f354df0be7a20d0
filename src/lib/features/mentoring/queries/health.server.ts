import { sql, type SQL } from 'drizzle-orm';
import { addDays, type IsoDate } from '$lib/shared/dates';
import type { Database } from '$lib/server/db/database';
import { ENDING_DAYS, type Health } from '../health';
import { rulesOn } from '../rules-in-force.server';
import { pairingAgreements, pairings } from '../tables.server';
import type { totalsOf } from './rows.server';

type Totals = ReturnType<typeof totalsOf>;

/** Whether both signed the first agreement, or there was none to sign, over `pairings`. */
export const agreedSql: SQL<boolean> = sql`(${pairings.agreedAt} is not null or not exists (
	select from ${pairingAgreements} where ${pairingAgreements.pairingId} = ${pairings.id} and ${pairingAgreements.version} = 1))`;

/** `computeHealth` as SQL over `pairings` and the sums of their entries; a test proves that the two agree. */
export function healthSql(totals: Totals, today: IsoDate, quietDays: number): SQL<Health> {
	const agreedOn = sql`(${pairings.agreedAt} at time zone 'Asia/Shanghai')::date`;
	return sql<Health>`case
		when ${pairings.endedOn} is not null then 'ended'
		when coalesce(${totals.disputed}, 0) > 0 then 'disputed'
		when not ${agreedSql} then 'unsigned'
		when ${pairings.endsOn} < ${today}::date then 'overdue'
		when ${pairings.startsOn} > ${today}::date then 'planned'
		when greatest(${pairings.startsOn}, ${agreedOn}, ${totals.lastOn}) < ${addDays(today, -quietDays)}::date then 'quiet'
		when ${pairings.endsOn} <= ${addDays(today, ENDING_DAYS)}::date then 'ending'
		else 'onTrack' end`;
}

/** The quiet days that the rules give today. */
export const quietDaysOn = async (db: Database, today: IsoDate): Promise<number> =>
	(await rulesOn(db, today)).quietDays;
