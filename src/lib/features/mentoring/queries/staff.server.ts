import { and, asc, desc, gt, gte, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm';
import { reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { units } from '../../people/tables.server';
import { pairings } from '../tables.server';
import { pairingStates, type PairingState } from '../vocabulary';
import { mentor, selectPairings, toPairingRow, trainee, type PairingRow } from './rows.server';

export const PAGE_SIZE = 25;
const sorts = ['trainee', 'mentor', 'unit', 'startsOn', 'endsOn', 'progress', 'disputed'] as const;
export type PairingSort = (typeof sorts)[number];

export interface PairingFilter {
	/** Name or employee number of either. */
	q: string;
	/** A unit and everything below it. */
	unitId: string | null;
	/** `open` (the default) is every pairing that has not ended; `disputed` those with an open dispute. */
	state: PairingState | 'open' | 'disputed' | 'all';
	sort: PairingSort;
	dir: 'asc' | 'desc';
	page: number;
}

/** A list's filter from an address; what it does not understand it leaves at its default. */
export function readPairingFilter(query: URLSearchParams): PairingFilter {
	const states = [...pairingStates, 'disputed', 'all'] as const;
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

const inState = (state: PairingFilter['state'], today: IsoDate, disputed: SQL): SQL | undefined =>
	({
		all: undefined,
		open: isNull(pairings.endedOn),
		ended: isNotNull(pairings.endedOn),
		planned: and(isNull(pairings.endedOn), gt(pairings.startsOn, today)),
		active: and(isNull(pairings.endedOn), lte(pairings.startsOn, today), gte(pairings.endsOn, today)),
		overdue: and(isNull(pairings.endedOn), lt(pairings.endsOn, today)),
		disputed: and(isNull(pairings.endedOn), sql`${disputed} > 0`)
	})[state];

/** A like-pattern that finds a text anywhere, whatever signs it holds. */
export const anywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** The pairings of the reader's units by filter, a page at a time. */
export async function listPairings(
	ctx: Context,
	filter: PairingFilter
): Promise<{ rows: PairingRow[]; total: number }> {
	requireStaff(ctx, 'mentoring.pairing.read');
	const today = dateIn(ctx.now);
	const { query, totals } = selectPairings(ctx.db, undefined);
	const disputed = sql`coalesce(${totals.disputed}, 0)`;
	const { q, unitId } = filter;
	const where = and(
		whereMay(ctx.actor, 'mentoring.pairing.read', { unitPath: units.path }),
		inState(filter.state, today, disputed),
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
	const by = {
		trainee: trainee.name,
		mentor: mentor.name,
		unit: units.path,
		startsOn: pairings.startsOn,
		endsOn: pairings.endsOn,
		progress: sql`coalesce(${totals.minutes}, 0)::float / ${pairings.plannedMinutes}`,
		disputed
	}[filter.sort];
	const rows = await query
		.where(where)
		.orderBy(filter.dir === 'asc' ? asc(by) : desc(by), desc(pairings.id))
		.limit(PAGE_SIZE)
		.offset((filter.page - 1) * PAGE_SIZE);
	return { rows: rows.map((row) => toPairingRow(row, today)), total: rows[0]?.total ?? 0 };
}
