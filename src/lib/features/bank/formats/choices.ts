import type { MultiplePolicy, MultipleQuestion, Option, SingleQuestion, Words } from '../question';
import type { Draft } from './draft';

/** An option as files with shares have it. */
export interface Choice {
	/** Markdown. */
	text: string;
	/** In percent of the question's marks, -100 to 100. */
	share: number;
	feedback: string;
}

/** Shares are written rounded, by some to whole percents: three thirds of 33 are a whole, a single 33 is none. */
const ROUNDING = 1;

/** As exact as Moodle writes shares (33.33333). */
const round = (share: number) => Math.round(share * 100_000) / 100_000;

/** `a`, `b` … */
export const optionId = (index: number): string => String.fromCharCode(97 + index);

/**
 * A question with options from their shares. Of a single one the best share has to be the whole, of a multiple one all
 * that are above nothing together. `policy` is what a file of ours says about it; else shares are kept where they say
 * more than which ones are right.
 */
export function choiceQuestion(
	draft: Draft,
	base: { stem: Words; explanation?: Words },
	choices: Choice[],
	isSingle: boolean,
	policy?: MultiplePolicy
): SingleQuestion | MultipleQuestion | null {
	const right = choices.filter(({ share }) => share > 0);
	if (!right.length) return draft.refuse('noKey');
	const whole = isSingle
		? Math.max(...right.map(({ share }) => share))
		: right.reduce((sum, { share }) => sum + share, 0);
	if (Math.abs(whole - 100) > ROUNDING) return draft.refuse('fractions', `${round(whole)}%`);
	if (Math.abs(whole - 100) >= 0.01) draft.remark('fractions', `${round(whole)}%`);
	// What is short of the whole by a hundredth of a percent is rounding that scoring knows.
	const factor = Math.abs(whole - 100) >= 0.01 ? 100 / whole : 1;
	const shares = choices.map(({ share }) => (share > 0 ? round(share * factor) : share));
	const options = (withShares: boolean): Option[] =>
		choices.map(({ text, feedback }, i) => ({
			id: optionId(i),
			text: draft.words(text),
			...(feedback && { feedback: draft.words(feedback) }),
			...(withShares && { share: shares[i]! })
		}));
	if (isSingle) {
		const key = shares.indexOf(Math.max(...shares));
		const isPerOption = policy === 'perOption' || shares.some((share, i) => i !== key && share !== 0);
		return {
			type: 'single',
			...base,
			options: options(isPerOption),
			correct: optionId(key),
			policy: isPerOption ? 'perOption' : 'allOrNothing'
		};
	}
	const correct = shares.flatMap((share, i) => (share > 0 ? [optionId(i)] : []));
	const own = policy ?? 'perOption';
	return { type: 'multiple', ...base, options: options(own === 'perOption'), correct, policy: own };
}
