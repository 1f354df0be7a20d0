import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict, notFound } from '$lib/shared/errors';
import { clockOf, columnsOf, holdAttempts, moveAttempt } from '../attempt-clock.server';
import { move } from '../clock';
import { countUnanswered } from '../queries/newest-answers.server';

import type { HandInAttempt } from '../schema';
import { attempts } from '../tables.server';

/**
 * The candidate hands in, having been told how many questions are unanswered; when that is no longer so (answers
 * from another window), they are asked again. A second hand-in changes nothing.
 */
export async function handInAttempt(ctx: Context, input: HandInAttempt): Promise<{ handedInAt: Date }> {
	return withTransaction(ctx, async (tx) => {
		const [attempt] = await holdAttempts(tx, eq(attempts.id, input.attemptId));
		if (!attempt) throw notFound();
		authorize(ctx.actor, 'exams.attempt.take', attempt);
		if (attempt.handedInAt) return { handedInAt: attempt.handedInAt };
		const unanswered = await countUnanswered(tx, attempt.id);
		const decision = move(clockOf(attempt), 'handIn', ctx.now.getTime());
		if (!decision.ok) throw conflict(decision.code, decision.params);
		if (unanswered !== input.unanswered) throw conflict('exams.hand_in.changed', { unanswered });
		const change = { ...columnsOf(decision), handedInBy: 'candidate' } as const;
		if (!(await moveAttempt(tx, attempt, change))) throw conflict('exams.attempt.closed');
		await enqueue(tx, ctx, 'exams.attempt.mark', { attemptIds: [attempt.id] });
		await recordAudit(tx, ctx, {
			action: 'exams.attempt.hand_in',
			subject: { type: 'attempt', id: attempt.id },
			personId: attempt.personId,
			after: { by: 'candidate', unanswered }
		});
		return { handedInAt: ctx.now };
	});
}
