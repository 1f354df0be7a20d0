import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { reachesOf } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import type { PeopleFilter } from '../filter';
import { inForce } from '../subject.server';
import { people, roleGrants, units } from '../tables.server';
import { holdsRole, matchesPerson } from './find-people.server';

export const PEOPLE_PAGE_SIZE = 25;

const sortColumns = {
	employeeNo: people.employeeNo,
	name: people.name,
	unit: units.path,
	post: people.post,
	hiredOn: people.hiredOn,
	status: people.status
};

/** The people whom staff may read, filtered, sorted and paged here. Whoever may read only themselves has no list. */
export async function listPeople(ctx: Context, filter: PeopleFilter) {
	// Everybody may read themselves; the list is for those whose reading goes further.
	const beyondSelf = reachesOf(ctx.actor, 'people.person.read').some(({ reach }) => reach !== 'self');
	if (ctx.actor.kind !== 'system' && !beyondSelf) throw forbidden();
	const readable = whereMay(ctx.actor, 'people.person.read', { personId: people.id, unitPath: units.path });
	const where = and(
		readable,
		matchesPerson(filter.q),
		filter.unit
			? sql`${units.path} like (select u.path || '%' from units u where u.id = ${filter.unit})`
			: undefined,
		filter.role ? holdsRole(ctx, filter.role) : undefined,
		filter.status ? eq(people.status, filter.status) : undefined
	);
	const order = filter.dir === 'desc' ? desc : asc;
	const rows = await ctx.db
		.select({
			id: people.id,
			employeeNo: people.employeeNo,
			name: people.name,
			post: people.post,
			hiredOn: people.hiredOn,
			status: people.status,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where)
		.orderBy(order(sortColumns[filter.sort]), asc(people.employeeNo))
		.limit(PEOPLE_PAGE_SIZE)
		.offset((filter.page - 1) * PEOPLE_PAGE_SIZE);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where);
	const roles = await rolesByPerson(
		ctx,
		rows.map((row) => row.id)
	);
	return {
		rows: rows.map(({ zh, en, ...row }) => ({
			...row,
			unitName: { 'zh-CN': zh, en },
			roles: roles.get(row.id) ?? []
		})),
		page: filter.page,
		pageSize: PEOPLE_PAGE_SIZE,
		total: total?.n ?? 0
	};
}

async function rolesByPerson(ctx: Context, ids: string[]): Promise<Map<string, RoleName[]>> {
	const found = new Map<string, RoleName[]>();
	if (!ids.length) return found;
	const rows = await ctx.db
		.selectDistinct({ personId: roleGrants.personId, role: roleGrants.role })
		.from(roleGrants)
		.where(and(inArray(roleGrants.personId, ids), inForce(dateIn(ctx.now))));
	for (const { personId, role } of rows)
		found.set(personId, [...(found.get(personId) ?? []), role as RoleName]);
	return found;
}
