import type { Aliases, AnyGiven, Question } from '$lib/features/bank';

type Numbers = Extract<Question, { type: 'numeric' }>['accepted'][number]['range'];

/** What nobody would accept. */
const NONSENSE = '不清楚';

/** The best answer to a question, in the ids that are shown; null where a person has to read it. */
export function rightAnswer(question: Question, aliases: Aliases): AnyGiven | null {
	const shown = shownIds(aliases);
	switch (question.type) {
		case 'single':
		case 'multiple':
		case 'trueFalse':
			return question.correct;
		case 'numeric':
			return {
				number: numberIn(bestOf(question.accepted).range),
				...(question.unit && { unit: question.unit.name })
			};
		case 'fillIn':
			return Object.fromEntries(question.gaps.map(({ id, accepted }) => [id, textOf(bestOf(accepted).text)]));
		case 'matching':
			return Object.fromEntries(question.pairs.map(({ id }) => [id, shown(id)]));
		case 'ordering':
			return question.items.map(({ id }) => shown(id));
		case 'shortAnswer':
			return question.accepted.length ? textOf(bestOf(question.accepted).text) : null;
		case 'essay':
			return null;
	}
}

/** An answer to a question that earns nothing, in the ids that are shown. */
export function wrongAnswer(question: Question, aliases: Aliases): AnyGiven {
	const shown = shownIds(aliases);
	switch (question.type) {
		case 'single':
			return worstOf(question.options, [question.correct]);
		case 'multiple':
			return [worstOf(question.options, question.correct)];
		case 'trueFalse':
			return !question.correct;
		case 'numeric':
			return { number: '-987654321', ...(question.unit && { unit: question.unit.name }) };
		case 'fillIn':
			return Object.fromEntries(question.gaps.map(({ id }) => [id, NONSENSE]));
		case 'matching': {
			// Each gets the right side of the next one.
			const { pairs } = question;
			return Object.fromEntries(pairs.map(({ id }, i) => [id, shown(pairs[(i + 1) % pairs.length]!.id)]));
		}
		case 'ordering':
			return question.items.map(({ id }) => shown(id)).reverse();
		case 'shortAnswer':
		case 'essay':
			return NONSENSE;
	}
}

const shownIds = (aliases: Aliases) => {
	const byOwn = new Map(Object.entries(aliases).map(([shown, own]) => [own, shown]));
	return (own: string) => byOwn.get(own) ?? own;
};

const bestOf = <T extends { share: number }>(accepted: readonly T[]): T =>
	accepted.reduce((best, one) => (one.share > best.share ? one : best));

const numberIn = (range: Numbers) => ('value' in range ? range.value : range.from);

/** An accepted text as somebody writes it: nothing stands for what a star leaves open. */
const textOf = (pattern: string) =>
	pattern.replace(/\\([*\\])|\*/g, (_all, kept: string | undefined) => kept ?? '');

/** The one among the wrong options that is worth least. */
const worstOf = (options: readonly { id: string; share?: number }[], right: readonly string[]): string =>
	options
		.filter(({ id }) => !right.includes(id))
		.reduce((worst, one) => ((one.share ?? 0) < (worst.share ?? 0) ? one : worst)).id;
