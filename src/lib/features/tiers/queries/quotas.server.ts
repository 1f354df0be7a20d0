import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import { can, reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { standardUnit } from '../cases/quota';
import { policiesInForce } from '../policies-in-force.server';
import { LADDER } from '../rules';
import { openStates } from '../states';
import { decisions, unitQuotas } from '../tables.server';

export interface QuotaCell {
	tier: string;
	/** Null: no limit. */
	places: number | null;
	/** The number is not what the standard gives every unit. */
	own: boolean;
	/** People of the unit and below who stand on the tier, and others with an open case to it. */
	held: number;
	promised: number;
	/** A number that is set for a later day. */
	later: { places: number | null; from: IsoDate } | null;
}
export interface QuotaRow {
	unitId: string;
	name: LocalText;
	depth: number;
	mayManage: boolean;
	cells: QuotaCell[];
}

interface Standing {
	path: string;
	tier: string;
	n: number;
}

/**
 * The places of every unit that the reader sees by the tiers of a ladder that have a quota, with who takes them: five
 * queries however many units there are.
 */
export async function getQuotas(ctx: Context, asked: string | null) {
	const wide = reachesOf(ctx.actor, 'tiers.board.read').some(({ reach }) => reach !== 'self');
	if (ctx.actor.kind !== 'system' && !wide) throw forbidden();
	const today = dateIn(ctx.now);
	const policies = await policiesInForce(ctx.db, today);
	const ladder = asked && policies.has(asked) ? asked : LADDER;
	const tiers = policies.get(ladder)?.policy.tiers.filter(({ quota }) => quota) ?? [];
	const shown = await ctx.db
		.select()
		.from(units)
		.where(whereMay(ctx.actor, 'tiers.board.read', { unitPath: units.path }))
		.orderBy(asc(units.path));
	const tree = await ctx.db.select({ id: units.id, path: units.path, kind: units.kind }).from(units);
	const set = await ctx.db
		.select({ quota: unitQuotas, path: units.path })
		.from(unitQuotas)
		.innerJoin(units, eq(units.id, unitQuotas.unitId))
		.where(eq(unitQuotas.ladder, ladder))
		.orderBy(desc(unitQuotas.validFrom), desc(unitQuotas.recordedAt), desc(unitQuotas.id));
	const held = await rowsOf<Standing>(
		ctx.db,
		sql`select u.path, a.tier, count(*)::int as n from people p join units u on u.id = p.unit_id
			join lateral (select tier from appointments where person_id = p.id and ladder = ${ladder}
				and starts_on <= ${today} order by starts_on desc, id desc limit 1) a on a.tier is not null
			where p.status = 'active' group by u.path, a.tier`
	);
	const promised = await ctx.db
		.select({ path: units.path, tier: sql<string>`${decisions.toTier}`, n: sql<number>`count(*)::int` })
		.from(decisions)
		.innerJoin(people, and(eq(people.id, decisions.personId), eq(people.status, 'active')))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				eq(decisions.ladder, ladder),
				inArray(decisions.state, [...openStates]),
				inArray(decisions.kind, ['admission', 'appointment', 'promotion', 'reinstatement']),
				lte(decisions.asOf, today)
			)
		)
		.groupBy(units.path, decisions.toTier);
	const below = (rows: readonly Standing[], path: string, tier: string) =>
		rows.reduce((sum, row) => (row.tier === tier && row.path.startsWith(path) ? sum + row.n : sum), 0);
	const rows = shown.map((unit): QuotaRow => {
		const cells = tiers.map(({ id: tier, quota }): QuotaCell => {
			const near = set.filter(({ quota, path }) => quota.tier === tier && unit.path.startsWith(path));
			const all = near.flatMap(({ quota }) => (quota.unitId === unit.id ? quota : []));
			const now = all.find((row) => row.validFrom <= today);
			const later = all.filter((row) => row.validFrom > today).at(-1);
			// A number on the way to the root takes the place of the standard's.
			const isBare = !near.some((row) => row.quota.validFrom <= today);
			const isTheirs = quota && standardUnit(quota, unit.path, tree)?.id === unit.id;
			const standard = isBare && isTheirs ? quota.places : null;
			return {
				...{ tier, places: now ? now.places : standard, own: now !== undefined || standard === null },
				...{ held: below(held, unit.path, tier), promised: below(promised, unit.path, tier) },
				later: later ? { places: later.places, from: later.validFrom } : null
			};
		});
		return {
			...{ unitId: unit.id, name: { 'zh-CN': unit.nameZh, en: unit.nameEn }, cells },
			depth: unit.path.split('/').length - 2,
			mayManage: can(ctx.actor, 'tiers.quota.manage', { unitPath: unit.path }).ok
		};
	});
	return {
		...{ ladder, rows, today },
		ladders: [...policies].map(([id, { policy }]) => ({ id, name: policy.name })),
		tiers: tiers.map(({ id, name }) => ({ id, name }))
	};
}
