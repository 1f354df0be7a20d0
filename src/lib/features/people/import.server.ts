import { eq, inArray } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import type { Problem } from '$lib/shared/import';
import { people, units } from './tables.server';

export interface NamedPerson {
	id: string;
	name: string;
	unitPath: string;
	bornOn: IsoDate | null;
}
export type Named = { person: NamedPerson; problem?: undefined } | { person: null; problem: Problem };

/**
 * The people whom lines of a file name by employee number, about whom the reader holds a permission; for the others
 * the problem at the column `employeeNo`. Whoever has left is not entered anything about.
 */
export async function namedPeople(
	ctx: Context,
	permission: Permission,
	numbers: readonly string[]
): Promise<(number: string) => Named> {
	const wanted = [...new Set(numbers)];
	const rows = wanted.length
		? await ctx.db
				.select({
					id: people.id,
					employeeNo: people.employeeNo,
					name: people.name,
					status: people.status,
					bornOn: people.bornOn,
					unitPath: units.path
				})
				.from(people)
				.innerJoin(units, eq(units.id, people.unitId))
				.where(inArray(people.employeeNo, wanted))
		: [];
	const known = new Map(rows.map((row) => [row.employeeNo, row]));
	const no = (code: Problem['code']): Named => ({ person: null, problem: { field: 'employeeNo', code } });
	return (number) => {
		const row = known.get(number);
		if (!row) return no('app.import.unknown_person');
		const { id, name, unitPath, bornOn } = row;
		const verdict = can(ctx.actor, permission, { personId: id, unitPath, parties: { person: id } });
		if (!verdict.ok) return no(verdict.code === 'access.forbidden' ? 'app.import.outside' : verdict.code);
		return row.status === 'left' ? no('app.import.not_active') : { person: { id, name, unitPath, bornOn } };
	};
}
