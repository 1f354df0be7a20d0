import { eq } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { recordExposure } from '$lib/features/bank/index.server';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { MARKING_RULE, markPaper } from '../marking';
import { listMarkable } from '../queries/markable.server';
import { attemptResults, attempts, sittings } from '../tables.server';

/**
 * Marks an attempt that was handed in, by the rule whose name is kept with the result. Returns whether it did;
 * again changes nothing, and what a person has to read is left to them. Nobody sees the result before the sitting's release but those who may read results.
 *
 * No authorisation: it is the system's act, queued by handing in, with nothing for anybody to decide.
 */
export async function markAttempt(ctx: Context, input: { attemptId: string }): Promise<boolean> {
	return withTransaction(ctx, async (tx) => {
		const [attempt] = await tx
			.select({
				personId: attempts.personId,
				sittingId: attempts.sittingId,
				startedAt: attempts.startedAt,
				handedInAt: attempts.handedInAt,
				passPercent: sittings.passPercent
			})
			.from(attempts)
			.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
			.where(eq(attempts.id, input.attemptId));
		if (!attempt) throw notFound();
		if (!attempt.handedInAt) return false;
		const mark = markPaper(await listMarkable(tx, input.attemptId), attempt.passPercent);
		if (!mark) return false;
		const { earnedHundredths, maxScore, passed } = mark;
		const marked = await tx
			.insert(attemptResults)
			.values({
				attemptId: input.attemptId,
				...mark,
				rule: MARKING_RULE,
				markedOn: dateIn(ctx.now),
				markedAt: ctx.now
			})
			.onConflictDoNothing()
			.returning({ attemptId: attemptResults.attemptId });
		if (!marked.length) return false;
		await recordExposure(
			tx,
			attempt.sittingId,
			mark.marks.map(({ itemVersionId }) => itemVersionId),
			attempt.startedAt
		);
		await recordAudit(
			tx,
			{ ...ctx, actor: systemActor('exams.attempt.mark') },
			{
				action: 'exams.attempt.mark',
				subject: { type: 'attempt', id: input.attemptId },
				personId: attempt.personId,
				after: { earnedHundredths, maxScore, passed, rule: MARKING_RULE }
			}
		);
		return true;
	});
}
