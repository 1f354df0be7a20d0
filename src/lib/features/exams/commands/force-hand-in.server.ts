import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict } from '$lib/shared/errors';
import { clockOf, columnsOf, moveAttempt } from '../attempt-clock.server';
import { move } from '../clock';
import type { ForceHandIn } from '../desk-schema';
import { holdAttemptIn, holdRoom, personOf } from '../held-room.server';
import { recordEvents } from '../move-attempts.server';
import { countUnanswered } from '../queries/newest-answers.server';
import { sittings } from '../tables.server';

/**
 * An invigilator hands in for a candidate, with what is saved by now. It is marked like every other: what it means for the
 * person is judged by people. Authorised by `holdRoom`.
 */
export async function forceHandIn(ctx: Context, { roomId, attemptId, reason }: ForceHandIn): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const room = await holdRoom(tx, ctx, roomId);
		const attempt = await holdAttemptIn(tx, room, attemptId);
		const decision = move(clockOf(attempt), 'force', ctx.now.getTime());
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const unanswered = await countUnanswered(tx, attemptId);
		await recordEvents(tx, ctx, room.sittingId, [
			{
				...{ kind: 'handIn', roomId, attemptId, byId: personOf(ctx.actor) },
				data: { by: 'invigilator', reason, unanswered }
			}
		]);
		const change = { ...columnsOf(decision), handedInBy: 'invigilator' } as const;
		if (!(await moveAttempt(tx, attempt, change))) throw conflict('exams.attempt.closed');
		const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, room.sittingId));
		const exam = { 'zh-CN': sitting!.titleZh, en: sitting!.titleEn };
		await notify(tx, ctx, {
			...{ personId: attempt.personId, kind: 'attemptForced', params: { exam, reason } },
			...{ href: `/attempt/${attemptId}`, cause: `exams.room.force:${attemptId}` }
		});
		await enqueue(tx, ctx, 'exams.attempt.mark', { attemptIds: [attemptId] });
		await recordAudit(tx, ctx, {
			action: 'exams.room.force',
			subject: { type: 'attempt', id: attemptId },
			personId: attempt.personId,
			after: { by: 'invigilator', reason, unanswered }
		});
	});
}
