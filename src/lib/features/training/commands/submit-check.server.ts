import { recordAudit } from '$lib/features/audit/index.server';
import { recordCredit } from '$lib/features/credit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { earnedMinutes } from '../again';
import { requireLearner } from '../learner.server';
import { getLearning, lockEnrolments } from '../learning.server';
import { findUnanswered, markCheck, tidyAnswers } from '../marking';
import { creditHours, mayHandInCheck } from '../rules';
import type { SubmitCheck } from '../schema';
import { checkAttempts, completions } from '../tables.server';

export interface CheckOutcome {
	attemptId: string;
	/** Percent, rounded down. */
	score: number;
	passed: boolean;
}

/**
 * Hands in a module's check: marks it, keeps the try, and when it is passed records the completion with its
 * credit (`earnedMinutes`), once. Refused while lessons are open, before the waiting time is over, without a try left,
 * and after completion.
 */
export async function submitCheck(ctx: Context, input: SubmitCheck): Promise<CheckOutcome> {
	const personId = requireLearner(ctx);
	const { module, answers: given } = input;
	return withTransaction(ctx, async (tx) => {
		// Two clicks: the second waits here and then sees the try of the first.
		await lockEnrolments(tx, personId, module);
		const learning = await getLearning(tx, personId, module);
		const { content, enrolment, facts, lessons, version } = learning;
		const verdict = mayHandInCheck(facts, ctx.now);
		if (!verdict.ok) throw conflict(verdict.code, verdict.params);
		if (!enrolment) throw conflict('training.module.not_started');
		const missing = findUnanswered(content.questions, given);
		if (missing.length) {
			const fields = missing.map((id) => [`answers.${id}`, 'training.check.unanswered'] as const);
			throw invalid('training.check.incomplete', Object.fromEntries(fields));
		}
		const answers = tidyAnswers(content.questions, given);
		const { score, passed } = markCheck(content.questions, content.passMark, answers);
		const completedOn = dateIn(ctx.now);
		const worth = { id: version.id, creditMinutes: content.creditMinutes };
		const creditMinutes = earnedMinutes(worth, learning.completions, completedOn);
		const attemptId = newId(ctx.now);
		const enrolmentId = enrolment.id;
		await tx
			.insert(checkAttempts)
			.values({ id: attemptId, enrolmentId, answers, score, passed, at: ctx.now });
		if (passed) {
			const completionId = newId(ctx.now);
			await tx
				.insert(completions)
				.values({
					...{ id: completionId, personId, moduleVersionId: version.id, enrolmentId },
					...{ completedOn, creditMinutes, recordedAt: ctx.now }
				})
				.catch((error: unknown) => {
					throw brokenConstraint(error) === 'completions_once' ? conflict('training.check.completed') : error;
				});
			await recordCredit(tx, ctx, {
				...{ personId, source: { type: 'completion', id: completionId }, title: content.title },
				// Versions of before had neither; all of them were about customers and taught online.
				...{ area: content.knowledgeArea ?? 'marketing', method: content.deliveryMethod ?? 'online' },
				...{ minutes: creditMinutes, earnedOn: completedOn }
			});
			await notify(tx, ctx, {
				personId,
				kind: 'moduleCompleted',
				params: { module: content.title, hours: creditHours(creditMinutes) },
				href: `/training/${module}`,
				cause: `training.module.complete:${enrolmentId}`
			});
		}
		await recordAudit(tx, ctx, {
			action: passed ? 'training.module.complete' : 'training.check.hand_in',
			subject: { type: 'enrolment', id: enrolmentId },
			personId,
			after: {
				...{ module, version: version.version, attemptId, score, passed },
				...(passed ? { creditMinutes } : {}),
				lessonsFinishedAt: Object.fromEntries(
					[...lessons].map(([slug, { finishedAt }]) => [slug, finishedAt])
				)
			}
		});
		return { attemptId, score, passed };
	});
}
