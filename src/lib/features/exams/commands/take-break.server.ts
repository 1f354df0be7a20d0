import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { isId, newId } from '$lib/shared/ids';
import { clockOf, columnsOf, holdAttempts, moveAttempt } from '../attempt-clock.server';
import { move } from '../clock';
import type { TakeBreak } from '../schema';
import { attempts, sittingEvents } from '../tables.server';

/**
 * A candidate who was given breaks begins one, or ends it before it ends by itself; the clock stands meanwhile.
 *
 * No audit: the sitting's own record keeps it.
 */
export async function takeBreak(ctx: Context, { attemptId, end = false }: TakeBreak): Promise<void> {
	if (!isId(attemptId)) throw notFound();
	await withTransaction(ctx, async (tx) => {
		const [attempt] = await holdAttempts(tx, eq(attempts.id, attemptId));
		if (!attempt) throw notFound();
		authorize(ctx.actor, 'exams.attempt.take', attempt);
		const decision = move(clockOf(attempt), end ? 'endBreak' : 'takeBreak', ctx.now.getTime());
		if (!decision.ok) throw conflict(decision.code, decision.params);
		await tx.insert(sittingEvents).values({
			...{ id: newId(ctx.now), sittingId: attempt.sittingId, attemptId, at: ctx.now },
			kind: end ? 'breakEnd' : 'breakBegin',
			data: { leftMs: decision.breakMs }
		});
		await moveAttempt(tx, attempt, columnsOf(decision));
	});
}
