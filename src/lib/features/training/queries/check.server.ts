import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { requireLearner } from '../learner.server';
import { getLearning, type Learning } from '../learning.server';
import { isRight, orderOptions } from '../marking';
import { computeNextStep, retryAt } from '../rules';

/** The seed of the order in which a try shows its options: the same until it is handed in. */
const seedOf = ({ enrolment }: Learning, tryNumber: number) => `${enrolment?.id}/${tryNumber}`;

/**
 * The check of a module, in the reader's language, in the state it is in: closed until all lessons are finished;
 * open, with questions and nothing that gives an answer away; or the result of the last try. `again`: the
 * person asks for the next try after a failed one.
 */
export async function getCheck(ctx: Context, code: string, { again }: { again: boolean }) {
	const learning = await getLearning(ctx.db, requireLearner(ctx), code);
	const { content, tries, completion, facts } = learning;
	const step = computeNextStep(learning.facts, ctx.now);
	const about = {
		module: { code, title: content.title },
		passMark: content.passMark,
		questionCount: content.questions.length,
		/** What it earned; 0: the credit of the year had been earned before. */
		creditMinutes: completion?.creditMinutes ?? content.creditMinutes,
		completedOn: completion?.completedOn ?? null,
		/** How many tries there are in all; null for any number. */
		tries: facts.check.tries,
		waitMinutes: facts.check.waitMinutes
	};
	if (!learning.enrolment) return { ...about, phase: 'notStarted' as const };
	if (step.kind === 'lesson') {
		const left = content.lessons.filter(({ slug }) => !learning.facts.finished.has(slug));
		const open = left.map(({ slug, title }) => ({ slug, title }));
		return { ...about, phase: 'closed' as const, open };
	}
	if (step.kind === 'check' && (again || !tries.length)) {
		return {
			...about,
			phase: 'open' as const,
			tryNumber: tries.length + 1,
			questions: showQuestions(ctx, learning)
		};
	}
	const isOver = completion !== null || step.kind === 'usedUp';
	const until = isOver ? null : retryAt(tries, facts.check);
	return {
		...about,
		phase: 'result' as const,
		...showResult(ctx, learning),
		retryAt: until?.toISOString() ?? null,
		mayRetry: step.kind === 'check',
		usedUp: step.kind === 'usedUp'
	};
}

/** Built field by field, so that no key can slip through. */
function showQuestions(ctx: Context, learning: Learning) {
	const seed = seedOf(learning, learning.tries.length + 1);
	return learning.content.questions.map((question) => ({
		id: question.id,
		type: question.type,
		stem: localText(question.stem, ctx.locale),
		options: orderOptions(question, seed).map(({ id, text }) => ({ id, text: localText(text, ctx.locale) }))
	}));
}

/** The last try, question by question. The correct options are named only once the check is passed. */
function showResult(ctx: Context, learning: Learning) {
	const { content, tries } = learning;
	const last = tries.at(-1)!;
	const seed = seedOf(learning, tries.length);
	const review = content.questions.map((question) => {
		const chosen = last.answers[question.id] ?? [];
		return {
			id: question.id,
			stem: localText(question.stem, ctx.locale),
			right: isRight(question, chosen),
			options: orderOptions(question, seed).map(({ id, text, correct, feedback }) => ({
				id,
				text: localText(text, ctx.locale),
				chosen: chosen.includes(id),
				correct: last.passed && correct,
				/** Of what was chosen alone: that of the others would tell which is right. */
				feedback: feedback && chosen.includes(id) ? localText(feedback, ctx.locale) : null
			})),
			explanation: localText(question.explanation, ctx.locale)
		};
	});
	return {
		at: last.at.toISOString(),
		tryNumber: tries.length,
		score: last.score,
		passed: last.passed,
		rightCount: review.filter(({ right }) => right).length,
		review
	};
}
