import { and, eq, gte, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict, notFound } from '$lib/shared/errors';
import { countUnanswered } from '../queries/newest-answers.server';
import { decideHandIn } from '../rules';
import type { HandInAttempt } from '../schema';
import { attempts } from '../tables.server';

/**
 * The candidate hands in, having been told how many questions are unanswered; when that is no longer so (answers
 * from another window), they are asked again. A second hand-in changes nothing.
 */
export async function handInAttempt(ctx: Context, input: HandInAttempt): Promise<{ handedInAt: Date }> {
	return withTransaction(ctx, async (tx) => {
		const [attempt] = await tx
			.select()
			.from(attempts)
			.where(eq(attempts.id, input.attemptId))
			.for('no key update');
		if (!attempt) throw notFound();
		authorize(ctx.actor, 'exams.attempt.take', attempt);
		if (attempt.handedInAt) return { handedInAt: attempt.handedInAt };
		const unanswered = await countUnanswered(tx, attempt.id);
		const decision = decideHandIn({
			endsAt: attempt.endsAt,
			unanswered,
			told: input.unanswered,
			now: ctx.now
		});
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const handedIn = await tx
			.update(attempts)
			.set({ handedInAt: ctx.now, handedInBy: 'candidate' })
			.where(and(eq(attempts.id, attempt.id), isNull(attempts.handedInAt), gte(attempts.endsAt, ctx.now)))
			.returning({ id: attempts.id });
		if (!handedIn.length) throw conflict('exams.attempt.over');
		await enqueue(tx, ctx, 'exams.attempt.mark', { attemptId: attempt.id });
		await recordAudit(tx, ctx, {
			action: 'exams.attempt.hand_in',
			subject: { type: 'attempt', id: attempt.id },
			personId: attempt.personId,
			after: { by: 'candidate', unanswered }
		});
		return { handedInAt: ctx.now };
	});
}
