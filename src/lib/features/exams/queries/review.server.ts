import { eq } from 'drizzle-orm';
import { inOrder, ownAnswer, type Aliases, type CaseHtml, type Question } from '$lib/features/bank';
import { renderQuestion } from '$lib/features/bank/index.server';
import type { Database } from '$lib/server/db/database';
import { itemKeys, itemVersions } from '../../bank/tables.server';
import type { QuestionMark } from '../marking';
import { aroundVersion, type PictureIds } from '../pictures';
import { isShown } from '../result-rules';
import type { Showing } from '../states';
import { attemptItems } from '../tables.server';
import type { ReviewedQuestion } from '../types';
import { listCorrections, type Correction } from './markable.server';
import { listNewestAnswers } from './newest-answers.server';
import { listPaper } from './paper.server';

/** Question by question, with the cases that they belong to. */
export interface ReviewedPaper {
	questions: ReviewedQuestion[];
	cases: CaseHtml[];
}

/** What of a paper may be shown, and nothing else: neither questions that may not nor cases that only those belong to. */
export async function shownPaper(
	db: Database,
	attempt: { id: string; sittingId: string },
	marks: readonly QuestionMark[],
	showing: Showing
): Promise<ReviewedPaper> {
	if (showing === 'none') return { questions: [], cases: [] };
	const { questions, cases } = await reviewPaper(db, attempt, marks);
	const byPosition = new Map(marks.map((mark) => [mark.position, mark]));
	const shown = questions.filter(({ position }) => isShown(showing, byPosition.get(position)));
	const used = [...new Set(shown.flatMap((question) => question.case ?? []))];
	return {
		questions: shown.map((question) => ({
			...question,
			case: question.case === null ? null : used.indexOf(question.case)
		})),
		cases: used.map((index) => cases[index]!)
	};
}

/** The paper with keys, explanations and what was earned: asks nobody, so only after the release has been checked. */
export async function reviewPaper(
	db: Database,
	{ id: attemptId, sittingId }: { id: string; sittingId: string },
	marks: readonly Pick<QuestionMark, 'position' | 'earnedHundredths'>[]
): Promise<ReviewedPaper> {
	const rows = await db
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
	const { questions, cases } = await listPaper(db, attemptId);
	const answers = new Map(
		(await listNewestAnswers(db, attemptId)).map(({ position, given }) => [position, given])
	);
	const corrections = await listCorrections(db, sittingId);
	const earned = new Map(marks.map(({ position, earnedHundredths }) => [position, earnedHundredths]));
	return {
		cases,
		questions: questions.flatMap(({ question: _shown, ...about }) => {
			const row = byPosition.get(about.position);
			if (!row) return [];
			const { version, key, order } = row;
			const correction = corrections.get(version.id);
			const question = correction?.question ?? (key.question as Question);
			const aliases = (correction?.question && correction.aliases) ?? (key.aliases as Aliases);
			const around = aroundVersion(attemptId, version.id, version.pictures as PictureIds);
			return {
				...about,
				question: renderQuestion(asDrawn(question, order), around),
				given: ownAnswer(question.type, answers.get(about.position) ?? null, aliases),
				earnedHundredths: earned.get(about.position) ?? 0,
				corrected: correction ? correctedHow(correction, earned.has(about.position)) : null
			};
		})
	};
}

/** What is said of a corrected question; `counts`: on this paper. */
function correctedHow(
	{ question, credit, also }: Correction,
	counts: boolean
): NonNullable<ReviewedQuestion['corrected']> {
	if (credit) return 'credit';
	if (!question) return counts ? 'helps' : 'drop';
	return also.length ? 'kept' : 'key';
}

/** Options stand as the candidate saw them; pairs and orders as they are right. What a good essay holds is for markers. */
function asDrawn(question: Question, order: readonly string[]): Question {
	if (question.type === 'essay') {
		const { model: _model, ...told } = question;
		return told;
	}
	return question.type === 'single' || question.type === 'multiple' ? inOrder(question, order) : question;
}
