import { and, asc, count, desc, eq, isNull, or, sql, type SQL } from 'drizzle-orm';
import { reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { units } from '../../people/tables.server';
import { computeHealth, healths, type Health } from '../health';
import { pairings } from '../tables.server';
import { healthSql, quietDaysOn } from './health.server';
import { mentor, selectPairings, toPairingRow, totalsOf, trainee, type PairingRow } from './rows.server';

export const PAGE_SIZE = 25;
const sorts = ['trainee', 'mentor', 'unit', 'startsOn', 'endsOn', 'progress', 'disputed'] as const;
export type PairingSort = (typeof sorts)[number];

export interface PairingFilter {
	/** Name or employee number of either. */
	q: string;
	/** A unit and everything below it. */
	unitId: string | null;
	/** How it stands; `open` (the default) is every pairing that has not ended. */
	state: Health | 'open' | 'all';
	sort: PairingSort;
	dir: 'asc' | 'desc';
	page: number;
}

/** A list's filter from an address; what it does not understand it leaves at its default. */
export function readPairingFilter(query: URLSearchParams): PairingFilter {
	const states = [...healths, 'all'] as const;
	const unitId = query.get('unit') ?? '';
	return {
		q: (query.get('q') ?? '').trim().slice(0, 100),
		unitId: isId(unitId) ? unitId : null,
		state: states.find((state) => state === query.get('state')) ?? 'open',
		sort: sorts.find((sort) => sort === query.get('sort')) ?? 'startsOn',
		dir:
			query.get('dir') === 'asc' ? 'asc' : query.has('sort') && query.get('dir') !== 'desc' ? 'asc' : 'desc',
		page: Math.min(10_000, Math.max(1, Math.trunc(Number(query.get('page')) || 1)))
	};
}

/** Staff pages are for those whose permission reaches beyond their own pairings. */
export function requireStaff(
	ctx: Context,
	permission: 'mentoring.pairing.read' | 'mentoring.entry.read' | 'mentoring.pairing.create'
): void {
	const wide = reachesOf(ctx.actor, permission).some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!wide && ctx.actor.kind !== 'system') throw forbidden();
}

const inState = (state: PairingFilter['state'], health: SQL<Health>): SQL | undefined =>
	state === 'all' ? undefined : state === 'open' ? isNull(pairings.endedOn) : sql`${health} = ${state}`;

/** A like-pattern that finds a text anywhere, whatever signs it holds. */
export const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

export interface StaffPairingRow extends PairingRow {
	health: Health;
}

/** What the reader may see, in a unit and by name; over `units`, `trainee` and `mentor`. */
const among = (ctx: Context, { q, unitId }: Pick<PairingFilter, 'q' | 'unitId'>): SQL | undefined =>
	and(
		whereMay(ctx.actor, 'mentoring.pairing.read', { unitPath: units.path }),
		unitId
			? sql`${units.path} like (select chosen.path || '%' from units chosen where chosen.id = ${unitId})`
			: undefined,
		q
			? or(
					...[trainee.name, trainee.employeeNo, mentor.name, mentor.employeeNo].map(
						(column) => sql`${column} ilike ${anywhere(q)}`
					)
				)
			: undefined
	);

/** The pairings of the reader's units by filter, a page at a time (`pageSize`: all that an export takes). */
export async function listPairings(
	ctx: Context,
	filter: PairingFilter,
	pageSize = PAGE_SIZE
): Promise<{ rows: StaffPairingRow[]; total: number }> {
	requireStaff(ctx, 'mentoring.pairing.read');
	const today = dateIn(ctx.now);
	const quietDays = await quietDaysOn(ctx.db, today);
	const { query, totals } = selectPairings(ctx.db, undefined);
	const where = and(among(ctx, filter), inState(filter.state, healthSql(totals, today, quietDays)));
	const by = {
		trainee: trainee.name,
		mentor: mentor.name,
		unit: units.path,
		startsOn: pairings.startsOn,
		endsOn: pairings.endsOn,
		progress: sql`coalesce(${totals.minutes}, 0)::float / ${pairings.plannedMinutes}`,
		disputed: sql`coalesce(${totals.disputed}, 0)`
	}[filter.sort];
	const rows = await query
		.where(where)
		.orderBy(filter.dir === 'asc' ? asc(by) : desc(by), desc(pairings.id))
		.limit(pageSize)
		.offset((filter.page - 1) * pageSize);
	const staffRow = (row: PairingRow): StaffPairingRow => {
		const agreedOn = row.agreedAt && dateIn(row.agreedAt);
		return { ...row, health: computeHealth({ ...row, agreedOn }, today, quietDays) };
	};
	return { rows: rows.map((row) => staffRow(toPairingRow(row, today))), total: rows[0]?.total ?? 0 };
}

/** How many pairings stand how, in the units and by the names of a filter. */
export async function countPairings(
	ctx: Context,
	filter: Pick<PairingFilter, 'q' | 'unitId'>
): Promise<Record<Health, number>> {
	requireStaff(ctx, 'mentoring.pairing.read');
	const today = dateIn(ctx.now);
	const totals = totalsOf(ctx.db);
	const health = healthSql(totals, today, await quietDaysOn(ctx.db, today));
	const rows = await ctx.db
		.select({ health, total: count() })
		.from(pairings)
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
		.innerJoin(units, eq(units.id, trainee.unitId))
		.leftJoin(totals, eq(totals.pairingId, pairings.id))
		.where(among(ctx, filter))
		.groupBy(sql`1`);
	const none = Object.fromEntries(healths.map((one) => [one, 0])) as Record<Health, number>;
	return rows.reduce((all, row) => ({ ...all, [row.health]: row.total }), none);
}
