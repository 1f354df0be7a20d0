import { readDecimal, compareDecimals } from '../decimal';
import type { AcceptedNumber, AcceptedText, Question, Words } from '../question';
import type { Problem, ProblemCode } from './parsed';

/** Options have ids from `a` to `z`. */
export const MOST_OPTIONS = 26;

/** The gaps that a stem shows, in their order. */
export const gapsIn = (text: string): string[] =>
	[...text.matchAll(/\{\{([^{}\n]{1,40})\}\}/g)].map(([, id]) => id!);

type Finding = Pick<Problem, 'what'> & { code: ProblemCode };
const isEmpty = (words: Words) => !Object.values(words).some((text) => text?.trim());
const emptyOnes = <T extends { id: string }>(parts: T[], isOff: (part: T) => boolean): Finding[] =>
	parts.filter(isOff).map(({ id }) => ({ code: 'empty', what: id }));
const firstOf = (words: Words) => Object.values(words).find((text) => text?.trim()) ?? '';

/** What keeps a question from being asked, whatever it was read from; empty when nothing does. */
export function findingsOf(question: Question): Finding[] {
	const found: Finding[] = isEmpty(question.stem) ? [{ code: 'noStem' }] : [];
	switch (question.type) {
		case 'single':
		case 'multiple':
			return [...found, ...inOptions(question)];
		case 'numeric':
			return [...found, ...inNumbers(question.accepted)];
		case 'fillIn':
			return [...found, ...inGaps(question)];
		case 'shortAnswer':
			return [...found, ...inTexts(question.accepted)];
		case 'matching':
			if (question.pairs.length < 2) found.push({ code: 'pairs' });
			return [...found, ...emptyOnes(question.pairs, ({ left, right }) => isEmpty(left) || isEmpty(right))];
		case 'ordering':
			if (question.items.length < 2) found.push({ code: 'fewOptions' });
			return [...found, ...emptyOnes(question.items, ({ text }) => isEmpty(text))];
		default:
			return found;
	}
}

function inOptions({ options, correct }: Extract<Question, { type: 'single' | 'multiple' }>): Finding[] {
	const found: Finding[] = [];
	if (options.length < 2) found.push({ code: 'fewOptions' });
	if (options.length > MOST_OPTIONS) found.push({ code: 'manyOptions', what: String(options.length) });
	const texts = options.map(({ text }) => firstOf(text).trim());
	found.push(...emptyOnes(options, ({ text }) => isEmpty(text)));
	const twice = texts.find((text, i) => text && texts.indexOf(text) < i);
	if (twice !== undefined) found.push({ code: 'sameOption', what: twice });
	if (!correct.length) found.push({ code: 'noKey' });
	const share = options.find(({ share = 0 }) => !(Math.abs(share) <= 100))?.share;
	if (share !== undefined) found.push({ code: 'fractions', what: String(share) });
	return found;
}

function inNumbers(accepted: AcceptedNumber[]): Finding[] {
	const found: Finding[] = accepted.length ? shares(accepted) : [{ code: 'noKey' }];
	for (const { range } of accepted) {
		const written = 'value' in range ? [range.value, range.tolerance] : [range.from, range.to];
		const [first, second] = written.map(readDecimal);
		const isOff =
			!first || !second || compareDecimals('value' in range ? { units: 0n, places: 0 } : first, second) > 0;
		if (isOff) found.push({ code: 'numeric', what: written.join('value' in range ? ':' : '..') });
	}
	return found;
}

function inGaps({ stem, gaps }: Extract<Question, { type: 'fillIn' }>): Finding[] {
	const found: Finding[] = gaps.flatMap(({ accepted }) =>
		accepted.length ? inTexts(accepted) : [{ code: 'noKey' }]
	);
	const own = gaps.map(({ id }) => id).sort();
	const isWhole = Object.values(stem).every(
		(text) => JSON.stringify(gapsIn(text ?? '').sort()) === JSON.stringify(own)
	);
	return gaps.length && isWhole ? found : [...found, { code: 'gaps' }];
}

const inTexts = (accepted: AcceptedText[]): Finding[] => [
	...(accepted.some(({ text }) => !text.trim()) ? [{ code: 'empty' } as const] : []),
	...shares(accepted)
];

/** Somebody must be able to earn everything. */
function shares(accepted: { share: number }[]): Finding[] {
	const best = Math.max(...accepted.map(({ share }) => share));
	return accepted.length && best !== 100 ? [{ code: 'fractions', what: String(best) }] : [];
}
