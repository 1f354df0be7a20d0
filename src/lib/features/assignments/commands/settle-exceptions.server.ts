import { and, eq, inArray, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { insertAssignees } from '../follow.server';
import { loadAssignment, personIn } from '../load.server';
import { exceptionKind, realisticOn } from '../rules';
import type { SettleExceptions } from '../schema';
import { assignmentExceptions } from '../tables.server';

/**
 * Settles due dates that cannot be met, chosen ones or all of a kind: the people are assigned all the same, by the day
 * that can be met, or not at all. Nobody settles their own; all of a kind leaves it out.
 */
export async function settleExceptions(ctx: Context, input: SettleExceptions): Promise<{ settled: number }> {
	return withTransaction(ctx, async (tx) => {
		const assignment = await loadAssignment(tx, input.assignmentId, { lock: true });
		authorize(ctx.actor, 'assignments.assignment.manage', { unitPath: assignment.unitPath });
		if (assignment.endedAt) throw conflict('assignments.assignment.ended');
		const by = personIn(ctx);
		const waiting = await listWaiting(tx, assignment.id);
		const chosen = input.kind
			? waiting.filter(
					(one) => one.personId !== by && exceptionKind(one.dueOn, dateIn(one.raisedAt)) === input.kind
				)
			: waiting.filter(({ id }) => input.ids.includes(id));
		if (!chosen.length || (!input.kind && chosen.length < new Set(input.ids).size))
			throw conflict('assignments.exception.settled');
		for (const { personId, unitPath } of chosen)
			authorize(ctx.actor, 'assignments.assignment.manage', {
				personId,
				unitPath,
				parties: { person: personId }
			});

		const { resolution, note } = input;
		await tx
			.update(assignmentExceptions)
			.set({ resolution, note, resolvedBy: by, resolvedAt: ctx.now })
			.where(
				and(
					inArray(
						assignmentExceptions.id,
						chosen.map(({ id }) => id)
					),
					isNull(assignmentExceptions.resolution)
				)
			);
		const today = dateIn(ctx.now);
		const dueOn = (one: (typeof chosen)[number]) =>
			resolution === 'moved' ? realisticOn(dateIn(one.raisedAt), one.possibleOn, today) : one.dueOn;
		if (resolution !== 'notAssigned') {
			const rows = chosen.map((one) => ({
				...{ id: newId(ctx.now), group_id: one.groupId, person_id: one.personId, due_on: dueOn(one) }
			}));
			await insertAssignees(tx, ctx, assignment.id, rows);
		}
		await recordAudit(tx, ctx, {
			action: 'assignments.exception.settle',
			subject: { type: 'assignment', id: assignment.id },
			personId: chosen.length === 1 ? chosen[0]!.personId : null,
			after: { resolution, note, people: chosen.map(({ personId }) => personId) }
		});
		return { settled: chosen.length };
	});
}

/** The open exceptions of an assignment, whose row is held: nobody else settles them meanwhile. */
const listWaiting = (tx: Database, assignmentId: string) =>
	tx
		.select({
			id: assignmentExceptions.id,
			personId: assignmentExceptions.personId,
			groupId: assignmentExceptions.groupId,
			dueOn: assignmentExceptions.dueOn,
			possibleOn: assignmentExceptions.possibleOn,
			raisedAt: assignmentExceptions.raisedAt,
			unitPath: units.path
		})
		.from(assignmentExceptions)
		.innerJoin(people, eq(people.id, assignmentExceptions.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(and(eq(assignmentExceptions.assignmentId, assignmentId), isNull(assignmentExceptions.resolution)));
