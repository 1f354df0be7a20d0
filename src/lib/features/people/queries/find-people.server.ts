import { and, asc, eq, exists, ilike, inArray, or, sql } from 'drizzle-orm';
import type { RoleName } from '$lib/access/roles';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { isId } from '$lib/shared/ids';
import { inForce } from '../subject.server';
import { people, roleGrants, units } from '../tables.server';

export interface FoundPerson {
	id: string;
	name: string;
	employeeNo: string;
	post: string;
	unitName: LocalText;
}

/** A text as a LIKE pattern that finds it anywhere, its own wildcards meaning nothing. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Rows of people by a part of the name, the employee number or the e-mail; everybody for an empty text. */
export function matchesPerson(q: string | null | undefined) {
	const text = q?.trim();
	if (!text) return undefined;
	const pattern = containing(text);
	return or(ilike(people.name, pattern), ilike(people.employeeNo, pattern), ilike(people.email, pattern));
}

/** Rows of people who hold a role on a day. */
export const holdsRole = (ctx: Context, role: RoleName) =>
	exists(
		ctx.db
			.select({ one: sql`1` })
			.from(roleGrants)
			.where(and(eq(roleGrants.personId, people.id), eq(roleGrants.role, role), inForce(dateIn(ctx.now))))
	);

/**
 * Active people for a picker, by a part of the name or number and perhaps a role held today; those whom the reader
 * may read, at most `limit` (20), by employee number.
 */
export async function findPeople(
	ctx: Context,
	filter: { q?: string | null; role?: RoleName; limit?: number }
): Promise<FoundPerson[]> {
	const rows = await ctx.db
		.select({
			id: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			post: people.post,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				whereMay(ctx.actor, 'people.person.read', { personId: people.id, unitPath: units.path }),
				eq(people.status, 'active'),
				matchesPerson(filter.q),
				filter.role ? holdsRole(ctx, filter.role) : undefined
			)
		)
		.orderBy(asc(people.employeeNo))
		.limit(filter.limit ?? 20);
	return rows.map(({ zh, en, ...person }) => ({ ...person, unitName: { 'zh-CN': zh, en } }));
}

/** The ids of the people whom a text about a person names, suspended and former ones too: for filters of others. */
export async function findPersonIds(ctx: Context, q: string): Promise<string[]> {
	const rows = await ctx.db
		.select({ id: people.id })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				whereMay(ctx.actor, 'people.person.read', { personId: people.id, unitPath: units.path }),
				matchesPerson(q)
			)
		)
		.limit(1000);
	return rows.map(({ id }) => id);
}

/** The names of people and units by their ids, those that the reader may read: for pages that only know ids. */
export async function namesOf(
	ctx: Context,
	ids: readonly string[]
): Promise<Record<string, string | LocalText>> {
	const known = [...new Set(ids)].filter(isId);
	if (!known.length) return {};
	const named = await ctx.db
		.select({ id: people.id, name: people.name })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				whereMay(ctx.actor, 'people.person.read', { personId: people.id, unitPath: units.path }),
				inArray(people.id, known)
			)
		);
	const placed = await ctx.db
		.select({ id: units.id, zh: units.nameZh, en: units.nameEn })
		.from(units)
		.where(and(whereMay(ctx.actor, 'people.unit.read', {}), inArray(units.id, known)));
	return Object.fromEntries([
		...named.map(({ id, name }): [string, string] => [id, name]),
		...placed.map(({ id, zh, en }): [string, LocalText] => [id, { 'zh-CN': zh, en }])
	]);
}
