import { and, eq } from 'drizzle-orm';
import { describeClashes } from '$lib/features/agenda/index.server';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden } from '$lib/shared/errors';
import { clashesOf, syncAgendas } from '../agenda.server';
import { actorId, authorizeManage, countEnrolled, loadEnrolment, lockClass } from '../load.server';
import { placeFor } from '../rules';
import type { DecideRequest } from '../schema';
import { classEnrolments } from '../tables.server';

/**
 * An officer agrees to a request, which gives a place or one on the waiting list, or declines it with a reason; nobody
 * decides on their own. What takes the person's time by now stands in the way.
 */
export async function decideRequest(ctx: Context, input: DecideRequest): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, input.classId);
		authorizeManage(ctx, row);
		const enrolment = await loadEnrolment(tx, row.id, input.enrolmentId);
		const { personId } = enrolment;
		if (actorId(ctx) === personId) throw forbidden('access.separation.self');
		if (enrolment.state !== 'requested' || row.state !== 'open') throw conflict('classes.request.decided');
		const approved = input.verdict === 'approve';
		if (approved) {
			const own = row.sessions.map(({ id }) => id);
			const clashes = await clashesOf(tx, [personId], row.sessions, own);
			if (clashes.length) {
				throw conflict('classes.request.clash', { clashes: await describeClashes(ctx, clashes) });
			}
		}
		const enrolled = await countEnrolled(tx, row.id);
		const state = approved ? placeFor({ capacity: row.capacity, enrolled }) : 'declined';
		const decided = await tx
			.update(classEnrolments)
			.set({
				...{ state, reason: input.reason, decidedBy: actorId(ctx), decidedAt: ctx.now },
				enrolledAt: state === 'enrolled' ? ctx.now : null
			})
			.where(and(eq(classEnrolments.id, enrolment.id), eq(classEnrolments.state, 'requested')))
			.returning({ id: classEnrolments.id });
		if (!decided.length) throw conflict('classes.request.decided');
		await syncAgendas(tx, ctx, row);
		const kinds = { enrolled: 'approved', waiting: 'approved_waiting', declined: 'declined' } as const;
		await notify(tx, ctx, {
			personId,
			kind: `classes.${kinds[state]}`,
			params: { title: row.title, reason: input.reason ?? '' },
			href: `/classes/${row.id}`,
			cause: `classes.request.decide:${enrolment.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'classes.request.decide',
			subject: { type: 'class', id: row.id },
			personId,
			before: { state: 'requested' },
			after: { state, reason: input.reason }
		});
		return { id: row.id };
	});
}
