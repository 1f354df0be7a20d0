import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { mayTakeAgain } from '../again';
import { firstLesson, requireBeginnable } from '../begin.server';
import { requireLearner } from '../learner.server';
import { getLearning, lockEnrolments } from '../learning.server';
import { findAgainReasons } from '../again-reasons.server';
import type { StartModule } from '../schema';
import { enrolments } from '../tables.server';

/**
 * Begins a module that the person has completed once more, for what asks for it: its latest version
 * in another enrolment, with every lesson and the check anew; what was done before stays as it is. Refused
 * by `mayTakeAgain`, and to the second of two clicks.
 */
export async function takeAgain(
	ctx: Context,
	input: StartModule
): Promise<{ enrolmentId: string; lesson: string | null }> {
	const personId = requireLearner(ctx);
	return withTransaction(ctx, async (tx) => {
		// Two clicks: the second waits here and then sees the enrolment of the first.
		await lockEnrolments(tx, personId, input.module);
		const learning = await getLearning(tx, personId, input.module);
		const { completion, facts, latest } = learning;
		const today = dateIn(ctx.now);
		const reasons = await findAgainReasons(tx, { personId, code: input.module, today });
		const verdict = mayTakeAgain({ ...facts, retired: false, missing: [] }, reasons);
		if (!verdict.ok) throw conflict(verdict.code, verdict.params);
		await requireBeginnable(tx, ctx, learning);
		const of = and(eq(enrolments.personId, personId), eq(enrolments.moduleVersionId, latest.id));
		const nth = (await tx.$count(enrolments, of)) + 1;
		const enrolmentId = newId(ctx.now);
		await tx
			.insert(enrolments)
			.values({ id: enrolmentId, personId, moduleVersionId: latest.id, nth, startedAt: ctx.now })
			.catch((error: unknown) => {
				// A newer version that was begun as such at the same moment.
				throw brokenConstraint(error) === 'enrolments_once' ? conflict('training.again.under_way') : error;
			});
		const lesson = await firstLesson(tx, latest.id);
		await recordAudit(tx, ctx, {
			action: 'training.module.again',
			subject: { type: 'enrolment', id: enrolmentId },
			personId,
			before: { completedOn: completion?.completedOn },
			after: {
				...{ module: input.module, version: latest.version, nth },
				...{ certificate: reasons.renewal?.number, assignment: reasons.asked?.assignmentId }
			}
		});
		return { enrolmentId, lesson };
	});
}
