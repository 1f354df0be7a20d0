import { and, asc, eq, sql } from 'drizzle-orm';
import { reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';
import { people, units } from '../tables.server';
import type { UnitRow } from './list-units.server';

export interface UnitWithHead extends UnitRow {
	head: { id: string; name: string; employeeNo: string; active: boolean } | null;
	/** Active people of the unit itself, and of it with every unit below. */
	own: number;
	total: number;
}

/** The units whose people the reader may read, as a tree in reading order, with heads and head counts. */
export async function listUnitsWithHeads(ctx: Context): Promise<UnitWithHead[]> {
	const beyondSelf = reachesOf(ctx.actor, 'people.person.read').some(({ reach }) => reach !== 'self');
	if (ctx.actor.kind !== 'system' && !beyondSelf) throw forbidden();
	const active = ctx.db
		.select({ unitId: people.unitId, n: sql<number>`count(*)::int`.as('n') })
		.from(people)
		.where(eq(people.status, 'active'))
		.groupBy(people.unitId)
		.as('active');
	const head = { id: people.id, name: people.name, employeeNo: people.employeeNo, status: people.status };
	const rows = await ctx.db
		.select({ unit: units, head, own: sql<number>`coalesce(${active.n}, 0)` })
		.from(units)
		.leftJoin(people, eq(people.id, units.headId))
		.leftJoin(active, eq(active.unitId, units.id))
		.where(and(whereMay(ctx.actor, 'people.person.read', { unitPath: units.path })))
		.orderBy(asc(units.path));
	return rows.map(({ unit, head, own }) => ({
		...{ id: unit.id, code: unit.code, kind: unit.kind, path: unit.path },
		depth: unit.path.split('/').length - 2,
		name: { 'zh-CN': unit.nameZh, en: unit.nameEn },
		head: head && {
			id: head.id,
			name: head.name,
			employeeNo: head.employeeNo,
			active: head.status === 'active'
		},
		own,
		total: rows.reduce((sum, row) => (row.unit.path.startsWith(unit.path) ? sum + row.own : sum), 0)
	}));
}
