import { and, eq, isNull } from 'drizzle-orm';
import { createAssignmentSchema } from '$lib/features/assignments';
import { assignees, assignmentExceptions } from '$lib/features/assignments/tables.server';
import type { World } from '../../support/database';
import { givenRoot, type GivenPerson, type GivenUnit } from '../../support/world';

type Row = Record<string, string>;

/** What the form of a new assignment would post. */
export async function formOf(
	world: World,
	subject: string,
	groups: Row[],
	rest: Record<string, string> = {}
) {
	const { id } = await givenRoot(world);
	const groupRows = Object.fromEntries(groups.map((group, i) => [String(i), group]));
	return createAssignmentSchema.parse({ unitId: id, subject, groups: groupRows, ...rest });
}
export const toUnit = (unit: GivenUnit, due: Row = {}): Row => ({ kind: 'unit', unitId: unit.id, ...due });
export const toPeople = (people: GivenPerson[], due: Row = {}): Row => ({
	...{ kind: 'person', people: people.map(({ employeeNo }) => employeeNo).join(', ') },
	...due
});
export const dueOn = (day: string): Row => ({ due: 'on', dueOn: day });
export const dueDays = (days: number): Row => ({ due: 'days', dueDays: String(days) });

/** Ids of the people who are assigned now, and of those who wait as exceptions. */
export async function standOf(world: World, assignmentId: string) {
	const open = await world.db
		.select()
		.from(assignees)
		.where(and(eq(assignees.assignmentId, assignmentId), isNull(assignees.endedAt)));
	const waiting = await world.db
		.select()
		.from(assignmentExceptions)
		.where(and(eq(assignmentExceptions.assignmentId, assignmentId), isNull(assignmentExceptions.resolution)));
	return { open, waiting, assigned: open.map(({ personId }) => personId).sort() };
}
