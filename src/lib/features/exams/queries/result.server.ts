import { and, eq, isNotNull, or } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { profileOf, type QuestionMark } from '../marking';
import type { Question } from '$lib/features/bank';
import { itemKeys } from '../../bank/tables.server';
import { correctIds } from '../correct';
import { attemptItems, attemptResults, attempts, sittings } from '../tables.server';
import type { AreaScore, ReviewedQuestion } from '../types';
import { listNewestAnswers } from './newest-answers.server';
import { listPaper } from './paper.server';

/** A released result with everything behind it. */
export interface ExamResult {
	attemptId: string;
	sittingId: string;
	exam: LocalText;
	tier: string;
	candidate: string;
	handedInAt: string;
	releasedAt: string;
	score: number;
	maxScore: number;
	tenths: number;
	passPercent: number;
	passed: boolean;
	profile: AreaScore[];
	questions: ReviewedQuestion[];
}

/**
 * The released result of an attempt, or of the signed-in person in a sitting. Before the release it does not exist,
 * for nobody: this is the one place that puts keys and explanations beside answers.
 */
export async function getResult(
	ctx: Context,
	which: { attemptId: string } | { sittingId: string }
): Promise<ExamResult> {
	const id = 'attemptId' in which ? which.attemptId : which.sittingId;
	if (!isId(id)) throw notFound();
	const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	if ('sittingId' in which && !personId) throw notFound();
	const [found] = await ctx.db
		.select({
			attempt: attempts,
			sitting: sittings,
			result: attemptResults,
			candidate: people.name,
			unitPath: units.path
		})
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(attemptResults, eq(attemptResults.attemptId, attempts.id))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				isNotNull(sittings.releasedAt),
				or(
					'attemptId' in which ? eq(attempts.id, id) : undefined,
					'sittingId' in which
						? and(eq(attempts.sittingId, id), eq(attempts.personId, personId ?? id))
						: undefined
				)
			)
		);
	if (!found?.sitting.releasedAt || !found.attempt.handedInAt) throw notFound();
	const { attempt, sitting, result } = found;
	authorize(ctx.actor, 'exams.result.read', { personId: attempt.personId, unitPath: found.unitPath });
	const marks = result.marks as QuestionMark[];
	return {
		attemptId: attempt.id,
		sittingId: sitting.id,
		exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		tier: sitting.tier,
		candidate: found.candidate,
		handedInAt: found.attempt.handedInAt.toISOString(),
		releasedAt: found.sitting.releasedAt.toISOString(),
		score: result.score,
		maxScore: result.maxScore,
		tenths: result.tenths,
		passPercent: sitting.passPercent,
		passed: result.passed,
		profile: profileOf(marks),
		questions: await review(ctx, attempt.id, marks)
	};
}

async function review(ctx: Context, attemptId: string, marks: QuestionMark[]): Promise<ReviewedQuestion[]> {
	const keys = await ctx.db
		.select({ position: attemptItems.position, key: itemKeys.question })
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId));
	const paper = await listPaper(ctx.db, attemptId);
	const answers = await listNewestAnswers(ctx.db, attemptId);
	return paper.map((question) => {
		const key = keys.find(({ position }) => position === question.position)?.key as Question;
		const mark = marks.find(({ position }) => position === question.position);
		return {
			...question,
			area: question.area as KnowledgeArea,
			choice: answers.find(({ position }) => position === question.position)?.choice ?? [],
			correct: correctIds(key),
			earned: mark?.earned ?? 0,
			explanation: key.explanation as LocalText
		};
	});
}
