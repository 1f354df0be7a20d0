import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { loadAssignment, personIn } from '../load.server';
import type { EndAssignment } from '../schema';
import { assignees, assignmentExceptions, assignments } from '../tables.server';

/** Ends an assignment for everybody: nobody is late with it or reminded of it any more. What was learned stays. */
export async function endAssignment(ctx: Context, input: EndAssignment): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { id, unitPath, title } = await loadAssignment(tx, input.assignmentId, { lock: true });
		authorize(ctx.actor, 'assignments.assignment.manage', { unitPath });
		const ended = await tx
			.update(assignments)
			.set({ endedAt: ctx.now, endedBy: personIn(ctx) })
			.where(and(eq(assignments.id, id), isNull(assignments.endedAt)))
			.returning({ id: assignments.id });
		if (!ended.length) throw conflict('assignments.assignment.ended');
		const left = await tx
			.update(assignees)
			.set({ endedAt: ctx.now })
			.where(and(eq(assignees.assignmentId, id), isNull(assignees.endedAt)))
			.returning({ id: assignees.id });
		await tx
			.update(assignmentExceptions)
			.set({ resolution: 'notAssigned', resolvedAt: ctx.now })
			.where(and(eq(assignmentExceptions.assignmentId, id), isNull(assignmentExceptions.resolution)));
		await recordAudit(tx, ctx, {
			action: 'assignments.assignment.end',
			subject: { type: 'assignment', id },
			before: { title, open: true },
			after: { title, open: false, people: left.length }
		});
	});
}
