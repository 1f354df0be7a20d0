import { authorize } from '$lib/access/can';
import { findPeople, listUnits } from '$lib/features/people/index.server';
import { listAssignable } from '$lib/features/paths/index.server';
import { policiesInForce } from '$lib/features/tiers/index.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { namedGroups, pathOfUnit } from '../load.server';
import { planFor } from '../plan.server';
import { PACE_MINUTES } from '../rules';
import type { CreateAssignment } from '../schema';
import { requireStaff } from '../staff.server';

/** What would happen if an assignment were saved now, by group. Nothing has happened yet. */
export interface PreviewGroup {
	people: number;
	/** Of them: nothing left to do, exempt, and unable to meet the due date. */
	done: number;
	exempt: number;
	exceptions: number;
	dueOn: string | null;
}
export interface AssignmentPreview {
	groups: PreviewGroup[];
	people: number;
	exceptions: number;
	pace: number;
}

/** Counts whom an assignment would reach. Asks the same permission as saving it. */
export async function previewAssignment(ctx: Context, input: CreateAssignment): Promise<AssignmentPreview> {
	const unitPath = await pathOfUnit(ctx.db, input.unitId);
	authorize(ctx.actor, 'assignments.assignment.manage', { unitPath });
	const named = await namedGroups(ctx.db, unitPath, input.groups);
	const planned = await planFor(
		ctx.db,
		{ ...input.subject, lookBackDays: input.lookBackDays },
		{ unitId: input.unitId, groups: named.map(({ audience }) => audience) },
		named,
		dateIn(ctx.now)
	);
	const groups = named.map(({ dueOn }, i): PreviewGroup => {
		const own = planned.filter(({ group }) => group === i);
		return {
			people: own.length,
			done: own.filter(({ done }) => done).length,
			exempt: own.filter(({ exempt, done }) => exempt && !done).length,
			exceptions: own.filter(({ possibleOn }) => possibleOn !== null).length,
			dueOn: own[0]?.dueOn ?? dueOn
		};
	});
	const exceptions = groups.reduce((sum, one) => sum + one.exceptions, 0);
	return { groups, people: planned.length, exceptions, pace: PACE_MINUTES };
}

/** What the form offers: what can be assigned, units that the officer may assign in, tiers, people for suggestions. */
export async function getAssignmentForm(ctx: Context) {
	requireStaff(ctx, 'assignments.assignment.manage');
	const policies = [...(await policiesInForce(ctx.db, dateIn(ctx.now))).values()];
	return {
		...(await listAssignable(ctx)),
		units: await listUnits(ctx, { where: 'assignments.assignment.manage' }),
		ladders: policies.map(({ policy }) => ({
			id: policy.ladder,
			name: policy.name,
			tiers: policy.tiers.map(({ id, name }) => ({ id, name }))
		})),
		people: await findPeople(ctx, { limit: 500 }),
		today: dateIn(ctx.now),
		pace: PACE_MINUTES
	};
}
export type AssignmentForm = Awaited<ReturnType<typeof getAssignmentForm>>;
