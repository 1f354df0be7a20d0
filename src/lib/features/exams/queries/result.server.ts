import { and, eq, isNotNull, or } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { inOrder, ownAnswer, type Aliases, type CaseHtml, type Question } from '$lib/features/bank';
import { renderQuestion } from '$lib/features/bank/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { profileOf, type QuestionMark } from '../marking';
import { itemKeys, itemVersions } from '../../bank/tables.server';
import { aroundVersion, type PictureIds } from '../pictures';
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
	earnedHundredths: number;
	/** Marks of the paper. */
	maxScore: number;
	tenths: number;
	passPercent: number;
	passed: boolean;
	profile: AreaScore[];
	/** Question by question, with the cases that they belong to. */
	paper: { questions: ReviewedQuestion[]; cases: CaseHtml[] };
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
		earnedHundredths: result.earnedHundredths,
		maxScore: result.maxScore,
		tenths: result.tenths,
		passPercent: sitting.passPercent,
		passed: result.passed,
		profile: profileOf(marks),
		paper: await review(ctx, attempt.id, marks)
	};
}

/** The paper with keys, explanations and what was earned: asks nobody, so only after the release has been checked. */
async function review(
	ctx: Context,
	attemptId: string,
	marks: QuestionMark[]
): Promise<{ questions: ReviewedQuestion[]; cases: CaseHtml[] }> {
	const rows = await ctx.db
		.select({
			position: attemptItems.position,
			order: attemptItems.optionOrder,
			version: itemVersions,
			key: itemKeys
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId));
	const byPosition = new Map(rows.map((row) => [row.position, row]));
	const { questions, cases } = await listPaper(ctx.db, attemptId);
	const answers = new Map(
		(await listNewestAnswers(ctx.db, attemptId)).map(({ position, given }) => [position, given])
	);
	const earned = new Map(marks.map(({ position, earnedHundredths }) => [position, earnedHundredths]));
	return {
		cases,
		questions: questions.flatMap(({ question: _shown, ...about }) => {
			const row = byPosition.get(about.position);
			if (!row) return [];
			const { version, key, order } = row;
			const question = key.question as Question;
			const around = aroundVersion(attemptId, version.id, version.pictures as PictureIds);
			return {
				...about,
				question: renderQuestion(asDrawn(question, order), around),
				given: ownAnswer(question.type, answers.get(about.position) ?? null, key.aliases as Aliases),
				earnedHundredths: earned.get(about.position) ?? 0
			};
		})
	};
}

/** Options stand as the candidate saw them; pairs and orders as they are right. */
const asDrawn = (question: Question, order: readonly string[]): Question =>
	question.type === 'single' || question.type === 'multiple' ? inOrder(question, order) : question;
