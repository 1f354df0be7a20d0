import { sql, type SQL } from 'drizzle-orm';
import { reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { UnitRow } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { within } from '$lib/server/db/facts';
import { addDays, type IsoDate } from '$lib/shared/dates';
import type { BoardFilter, BoardView } from '../board-filter';
import { EXPIRING_DAYS } from '../rules';
import { gramsToFind } from '../snapshot/grams';
import type { StandingSummary } from '../snapshot/row';
import { counts } from '../snapshot/write.server';

export const BOARD_PAGE = 25;

export interface Counted {
	ladder: string;
	target: string;
	people: number;
	eligible: number;
	proposed: number;
	one_missing: number;
	certificate_only: number;
	expiring: number;
	ending: number;
	lapsed: number;
	excepted: number;
}

/** The units whose people are asked for: of those the reader may look at the chosen one and below; null: all. */
export function unitsAskedFor(
	ctx: Context,
	units: readonly UnitRow[],
	chosen: UnitRow | undefined
): string[] | null {
	const everywhere =
		ctx.actor.kind === 'system' ||
		reachesOf(ctx.actor, 'tiers.board.read').some(
			({ reach, unitPath }) => reach === 'organisation' || (reach === 'unit' && unitPath === null)
		);
	if (everywhere && !chosen) return null;
	const reach = reachesOf(ctx.actor, 'tiers.board.read').map(({ unitPath }) => unitPath);
	return units
		.filter(({ path }) => !chosen || path.startsWith(chosen.path))
		.filter(({ path }) => everywhere || reach.some((own) => own !== null && path.startsWith(own)))
		.map(({ id }) => id);
}

const mayRead = (ctx: Context, unitPath: SQL): SQL => whereMay(ctx.actor, 'tiers.board.read', { unitPath });

/** How many there are in units, by ladder and next tier, without counting each of them. */
export const countBoard = (ctx: Context, units: string[] | null): Promise<Counted[]> =>
	rowsOf<Counted>(
		ctx.db,
		sql`select c.ladder, c.target, ${sql.raw(
			['people', 'eligible', 'proposed', 'one_missing', 'certificate_only', 'expiring', 'ending']
				.concat('lapsed', 'excepted')
				.map((name) => `sum(c.${name})::int as ${name}`)
				.join(', ')
		)} from standing_counts c
			${units ? sql`join units u on u.id = c.unit_id and ${mayRead(ctx, sql`u.path`)}` : sql``}
			where ${within(sql`c.unit_id`, units)} group by c.ladder, c.target`
	);

/** The same of those whose name or number has the words in it. */
export const countFound = (
	ctx: Context,
	asked: { ladder: string; q: string; units: string[] | null; asOf: IsoDate }
): Promise<Counted[]> =>
	rowsOf<Counted>(
		ctx.db,
		sql`select ladder, coalesce(target, '') as target, ${counts(addDays(asked.asOf, EXPIRING_DAYS))}
			from standings s where ${matching(ctx, asked)} group by 1, 2`
	);

export interface BoardRecord {
	personId: string;
	name: string;
	employeeNo: string;
	unitId: string;
	unitPath: string;
	tier: string | null;
	target: string | null;
	met: number;
	total: number;
	missing: number | null;
	eligible: boolean;
	retained: boolean | null;
	exceptions: number;
	appointedTo: IsoDate | null;
	earliest: IsoDate | null;
	openDecisionId: string | null;
	summary: StandingSummary;
}

/** One page of the board. */
export const listBoard = (
	ctx: Context,
	filter: BoardFilter,
	asked: { ladder: string; units: string[] | null; asOf: IsoDate }
): Promise<BoardRecord[]> =>
	rowsOf<BoardRecord>(
		ctx.db,
		sql`select person_id as "personId", name, employee_no as "employeeNo", unit_id as "unitId",
			unit_path as "unitPath", tier, target, met, total, missing, eligible, retained, exceptions,
			appointed_to::text as "appointedTo", earliest::text as earliest, open_decision_id as "openDecisionId", summary
			from standings s
			where ${matching(ctx, { ...asked, q: filter.q })}
				and ${filter.tier === null ? sql`true` : sql`target = ${filter.tier}`}
				and ${views(asked.asOf)[filter.view]}
			order by ${orderBy(filter)}
			limit ${BOARD_PAGE} offset ${(filter.page - 1) * BOARD_PAGE}`
	);

function matching(
	ctx: Context,
	{ ladder, q, units }: { ladder: string; q: string; units: string[] | null }
): SQL {
	return sql`ladder = ${ladder} and ${mayRead(ctx, sql`unit_path`)} and ${within(sql`unit_id`, units)}
		and ${q ? containing(q) : sql`true`}`;
}

/** Those with the words in their name or number: the index names a few, of whom the words are then looked for. */
function containing(q: string): SQL {
	const words = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
	const grams = sql.join(
		gramsToFind(q).map((gram) => sql`${gram}`),
		sql`, `
	);
	return sql`grams @> array[${grams}]::text[] and (lower(name) like ${words} or lower(employee_no) like ${words})`;
}

/** Each as its index has it. */
const views = (asOf: IsoDate): Record<BoardView, SQL> => {
	const soon = addDays(asOf, EXPIRING_DAYS);
	return {
		all: sql`true`,
		eligible: sql`missing = 0 and eligible and open_decision_id is null`,
		oneMissing: sql`missing = 1`,
		expiring: sql`certificate_to < ${soon}`,
		proposed: sql`open_decision_id is not null`,
		lapsed: sql`not retained`,
		excepted: sql`exceptions > 0`,
		ending: sql`appointed_to is not null and appointed_to < ${soon}`
	};
};

/** By default whoever is nearest to the next tier comes first, and whoever has none last. */
function orderBy({ sort, dir }: BoardFilter): SQL {
	const keys = {
		name: ['name', 'person_id'],
		unit: ['unit_path', 'missing', 'person_id'],
		tier: ['rank', 'missing', 'person_id'],
		requirements: ['missing', 'person_id']
	}[sort];
	return sql.raw(keys.map((key) => `${key} ${dir === 'desc' ? 'desc' : 'asc'}`).join(', '));
}
