import { eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound, Refusal } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../people/tables.server';
import type { Audience } from './audience';
import type { AssignmentRow } from './follow.server';
import type { GroupInput } from './schema';
import { assignments } from './tables.server';

/** An assignment with the path of the unit that bounds it. Holds its row when `lock` is set. Asks no permission. */
export async function loadAssignment(
	db: Database,
	assignmentId: string,
	options: { lock?: boolean } = {}
): Promise<AssignmentRow & { unitPath: string }> {
	if (!isId(assignmentId)) throw notFound();
	const query = db.select().from(assignments).where(eq(assignments.id, assignmentId));
	const [row] = await (options.lock ? query.for('update') : query);
	if (!row) throw notFound();
	return { ...row, unitPath: await pathOfUnit(db, row.unitId) };
}

export async function pathOfUnit(db: Database, unitId: string): Promise<string> {
	const [unit] = await db.select({ path: units.path }).from(units).where(eq(units.id, unitId));
	if (!unit) throw notFound();
	return unit.path;
}

/** Groups with their people looked up; numbers that nobody below the unit has are refused by name. */
export async function namedGroups(
	db: Database,
	unitPath: string,
	groups: readonly GroupInput[]
): Promise<{ audience: Audience; dueOn: string | null; dueDays: number | null }[]> {
	const numbers = groups.flatMap(({ audience }) => (audience.kind === 'person' ? audience.numbers : []));
	const found = numbers.length
		? await db
				.select({ id: people.id, employeeNo: people.employeeNo })
				.from(people)
				.innerJoin(units, eq(units.id, people.unitId))
				.where(sql`${inArray(people.employeeNo, numbers)} and starts_with(${units.path}, ${unitPath})`)
		: [];
	const ids = new Map(found.map(({ employeeNo, id }) => [employeeNo, id]));
	const unknown = numbers.filter((number) => !ids.has(number));
	if (unknown.length)
		throw new Refusal('invalid', 'assignments.form.unknown_people', {
			numbers: unknown.slice(0, 20).join(', ')
		});
	return groups.map(({ audience, dueOn, dueDays }) => ({
		audience:
			audience.kind === 'person'
				? { kind: 'person', personIds: audience.numbers.map((number) => ids.get(number)!) }
				: audience,
		dueOn,
		dueDays
	}));
}

/** The person who acts. Only people create and settle; jobs do neither. */
export function personIn(ctx: Context): string {
	if (ctx.actor.kind !== 'person') throw new Refusal('forbidden', 'access.signed_out');
	return ctx.actor.personId;
}
