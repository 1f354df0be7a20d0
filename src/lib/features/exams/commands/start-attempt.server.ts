import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { markPapersUsed } from '$lib/features/bank/index.server';
import { takeQuestions } from '../questions.server';
import { CLOSING_MS, decideStart } from '../rules';
import type { StartAttempt } from '../schema';
import { attemptItems, attempts, registrations, sittings } from '../tables.server';

/**
 * Starts the signed-in candidate's attempt: takes a paper of the sitting or draws one, keeps it with its seed, and fixes the end by the
 * server's clock. Once started, starting again leads to the same attempt, from however many windows at once.
 */
export async function startAttempt(ctx: Context, input: StartAttempt): Promise<{ attemptId: string }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	return withTransaction(ctx, async (tx) => {
		const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, input.sittingId));
		if (!sitting) throw notFound();
		authorize(ctx.actor, 'exams.attempt.take', { personId });
		// One row per candidate, locked: whoever comes second finds the attempt of the first.
		const [registration] = await tx
			.select({ ticket: registrations.ticket })
			.from(registrations)
			.where(
				and(
					eq(registrations.sittingId, sitting.id),
					eq(registrations.personId, personId),
					isNull(registrations.withdrawnAt)
				)
			)
			.for('update');
		const [started] = await tx
			.select({ id: attempts.id })
			.from(attempts)
			.where(and(eq(attempts.sittingId, sitting.id), eq(attempts.personId, personId)));
		if (started) return { attemptId: started.id };
		const decision = decideStart({ sitting, registered: Boolean(registration), now: ctx.now });
		if (!decision.ok) throw conflict(decision.code);

		const seed = randomBytes(16).toString('hex');
		const candidate = { personId, ticket: registration?.ticket ?? '' };
		const { questions, paperId } = await takeQuestions(tx, sitting, candidate, seed);
		const { endsAt } = decision;
		const attempt = { id: newId(ctx.now), sittingId: sitting.id, personId, startedAt: ctx.now, endsAt, seed };
		await tx.insert(attempts).values(attempt);
		await tx
			.insert(attemptItems)
			.values(questions.map((question) => ({ ...question, attemptId: attempt.id })));
		await enqueue(
			tx,
			ctx,
			'exams.attempt.close',
			{ attemptId: attempt.id },
			{
				startAfter: new Date(endsAt.getTime() + CLOSING_MS + 1)
			}
		);
		if (paperId) await markPapersUsed(tx, ctx, [paperId]);
		await recordAudit(tx, ctx, {
			action: 'exams.attempt.take',
			subject: { type: 'attempt', id: attempt.id },
			personId,
			after: { sittingId: sitting.id, endsAt, seed, ...(paperId && { paperId }) }
		});
		return { attemptId: attempt.id };
	});
}
