import type { CheckQuestion } from '$lib/content/module-format';

/** Question id -> ids of the chosen options. */
export type CheckAnswers = Record<string, string[]>;

/** The questions whose answer cannot be taken: none or an unknown option, or several where one is asked for. */
export function findUnanswered(questions: readonly CheckQuestion[], answers: CheckAnswers): string[] {
	return questions
		.filter(({ id, type, options }) => {
			const chosen = new Set(answers[id] ?? []);
			const known = [...chosen].every((option) => options.some((o) => o.id === option));
			return !known || chosen.size === 0 || (type !== 'multiple' && chosen.size > 1);
		})
		.map(({ id }) => id);
}

/** Whether an answer is right: exactly the correct options, neither fewer nor more. */
export function isRight(question: CheckQuestion, chosen: readonly string[] = []): boolean {
	const picked = new Set(chosen);
	return question.options.every(({ id, correct }) => picked.has(id) === correct);
}

/**
 * Marks a check. The score is the percentage of right answers rounded down, so that it reaches the pass mark
 * exactly when the true percentage does.
 */
export function markCheck(
	questions: readonly CheckQuestion[],
	passMark: number,
	answers: CheckAnswers
): { right: number; score: number; passed: boolean } {
	const right = questions.filter((question) => isRight(question, answers[question.id])).length;
	const score = Math.floor((right * 100) / questions.length);
	return { right, score, passed: score >= passMark };
}

/** The answers as they are kept: only this check's questions, each option once, in order. */
export const tidyAnswers = (questions: readonly CheckQuestion[], answers: CheckAnswers): CheckAnswers =>
	Object.fromEntries(questions.map(({ id }) => [id, [...new Set(answers[id] ?? [])].sort()]));

/**
 * A question's options in an order that only the seed decides: one person sees one order through a whole try,
 * and another at the next. True and false stay as they are.
 */
export function orderOptions<O extends { id: string }>(
	question: { id: string; type: CheckQuestion['type']; options: readonly O[] },
	seed: string
): O[] {
	if (question.type === 'trueFalse') return [...question.options];
	const keyed = question.options.map((option) => ({
		option,
		key: scatter(`${seed}/${question.id}/${option.id}`)
	}));
	return keyed
		.sort((a, b) => a.key - b.key || (a.option.id < b.option.id ? -1 : 1))
		.map(({ option }) => option);
}

/** FNV-1a with a final mix: evenly spread 32 bits, nothing secret about it. */
function scatter(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	return (hash ^ (hash >>> 13)) >>> 0;
}
