import { recordAudit } from '$lib/features/audit/index.server';
import { setQuestionMarks } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { conflict, invalid } from '$lib/shared/errors';
import { eq } from 'drizzle-orm';
import { attempts } from '../../exams/tables.server';
import { schemeFor } from '../asked.server';
import { moderatedAnswer } from '../moderated.server';
import { personOf } from '../plan.server';
import { earnedBy } from '../scheme';
import type { ModerateAnswer } from '../schema';
import { markingOutcomes } from '../tables.server';

/** Name and version of how a moderator decides: their word stands, with its reason. */
export const MODERATION_RULE = 'moderation/1';

/**
 * A moderator confirms what an answer of the sample earns, or changes it with a reason; the old decision stays beside the new.
 * Before that it does not count. Until the results are out. Authorised by `moderatedAnswer`.
 */
export async function moderateAnswer(ctx: Context, input: ModerateAnswer): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { answer, sitting, outcome } = await moderatedAnswer(tx, ctx, input.answerId, true);
		if (sitting.releasedAt) throw conflict('marking.moderate.released');
		if ((outcome?.version ?? 0) !== input.version) throw conflict('marking.moderate.stale');
		const hundredths = input.act === 'confirm' ? outcome?.hundredths : await changed();
		if (hundredths === undefined) throw conflict('marking.moderate.nothing');
		const decision = {
			...{ answerId: answer.id, version: input.version + 1, kind: 'moderated' as const, hundredths },
			basis: { rule: MODERATION_RULE, levels: input.act === 'change' ? input.levels : null },
			...{ decidedBy: personOf(ctx.actor), reason: input.reason, decidedAt: ctx.now }
		};
		await tx.insert(markingOutcomes).values(decision);
		const { attemptId, position } = answer;
		await setQuestionMarks(tx, ctx.now, [{ attemptId, position, earnedHundredths: hundredths }]);
		await enqueue(tx, ctx, 'exams.attempt.mark', { attemptIds: [attemptId] });
		const [attempt] = await tx.select().from(attempts).where(eq(attempts.id, attemptId));
		await recordAudit(tx, ctx, {
			action: 'marking.answer.moderate',
			subject: { type: 'answer', id: answer.id },
			personId: attempt!.personId,
			...(outcome && { before: { kind: outcome.kind, hundredths: outcome.hundredths } }),
			after: { act: input.act, hundredths, reason: input.reason }
		});
		return { sittingId: sitting.id };

		async function changed(): Promise<number> {
			if (!input.reason) throw invalid('app.form', { reason: 'app.field.required' });
			const chosen = earnedBy(await schemeFor(tx, answer), input);
			if (!chosen.ok) throw conflict(chosen.code);
			return chosen.hundredths;
		}
	});
}
