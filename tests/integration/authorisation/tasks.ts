import { eq } from 'drizzle-orm';
import { createAssignmentSchema, grantExemptionSchema } from '$lib/features/assignments';
import { createAssignment, grantExemption } from '$lib/features/assignments/index.server';
import { assignmentExceptions } from '$lib/features/assignments/tables.server';
import { createPath } from '$lib/features/paths/index.server';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson, type GivenUnit } from '../../support/world';
import { pathForm } from '../paths/given';
import { CODE } from '../training/given';

/** An assignment of a side's unit, whose trainee waits as an exception; and an exemption of theirs. */
export interface SideTasks {
	assignmentId: string;
	exceptionId: string;
	exemptionId: string;
}

/** The code of the path that every side shares. */
export const PATH = 'scene-path';
export const pathFields = {
	...{ titleZh: '路径', titleEn: 'Path', summaryZh: '说明', summaryEn: 'Summary' },
	...{ 'steps.0.rule': 'all', 'steps.0.items.0': `module:${CODE}` }
};
export const givenPath = (world: World, then: Date) =>
	createPath(world.ctx(undefined, then), pathForm(PATH, [{ items: [`module:${CODE}`] }]));

export async function setTasks(
	world: World,
	{ trainee, unit }: { trainee: GivenPerson; unit: GivenUnit },
	then: Date
): Promise<SideTasks> {
	const officer = world.ctx(await givenPerson(world, { roles: ['trainingOfficer'], unit }), then);
	const overdue = { kind: 'person', people: trainee.employeeNo, due: 'on', dueOn: '2025-12-31' };
	const input = { subject: `path:${PATH}`, unitId: unit.id, groups: { 0: overdue } };
	const { id: assignmentId } = await createAssignment(officer, createAssignmentSchema.parse(input));
	const [exception] = await world.db
		.select({ id: assignmentExceptions.id })
		.from(assignmentExceptions)
		.where(eq(assignmentExceptions.assignmentId, assignmentId));
	const exemption = {
		person: trainee.employeeNo,
		subject: `module:${CODE}`,
		reason: '借调',
		validTo: '2026-12-31'
	};
	const exemptionId = await grantExemption(officer, grantExemptionSchema.parse(exemption));
	return { assignmentId, exceptionId: exception!.id, exemptionId };
}

/** What the form of a new assignment posts. */
export const taskFields = (unit: GivenUnit) => ({
	...{ subject: `path:${PATH}`, unitId: unit.id },
	...{ 'groups.0.kind': 'unit', 'groups.0.unitId': unit.id, 'groups.0.due': 'none' }
});
