import type { ItemFigures } from './analyse';
import type { Figure } from './figure';

/**
 * What is worth a look, as words of `staffExams.analysis.flag.<flag>`: figures point, people judge.
 */
export const flags = ['key', 'strong', 'weak', 'easy', 'hard', 'unchosen', 'blank', 'alpha'] as const;
export type Flag = (typeof flags)[number];

/** Figures of fewer candidates would tell what one of them earned: they are not shown. */
export const LEAST_TOLD = 5;

/** The thresholds, as the page states them. */
export const THRESHOLDS = {
	/** With fewer candidates chance alone makes flags. */
	candidates: 30,
	/** Correlation of a wrong option with the rest from which it draws the strong. */
	strong: 0.1,
	/** Discrimination below which an item hardly tells strong from weak. */
	weak: 0.1,
	/** Mean share from which nearly all have it right, and down from which hardly anybody has. */
	easy: 0.95,
	hard: 0.2,
	/** Share of candidates without an answer. */
	blank: 0.2,
	/** What alpha would gain without the item. */
	alpha: 0.01
} as const;

const atLeast = (figure: Figure, least: number): boolean => typeof figure === 'number' && figure >= least;

/** The flags of an item beside the alpha of its test. */
export function flagsOf(item: ItemFigures, alpha: Figure): Flag[] {
	if (item.candidates < THRESHOLDS.candidates) return [];
	const { discrimination: r, difficulty, options, alphaIfDeleted } = item;
	const wrong = options.filter(({ id, right }) => id !== null && !right);
	const blank = options.find(({ id }) => id === null);
	const isEasy = difficulty >= THRESHOLDS.easy;
	const raised: Record<Flag, boolean> = {
		key: typeof r === 'number' && r < 0,
		strong: wrong.some(({ discrimination }) => atLeast(discrimination, THRESHOLDS.strong)),
		weak: typeof r === 'number' && r >= 0 && r < THRESHOLDS.weak,
		easy: isEasy,
		hard: difficulty <= THRESHOLDS.hard,
		// Where nearly all are right there is nobody left to choose them.
		unchosen: !isEasy && wrong.some(({ chosen }) => chosen === 0),
		blank: blank !== undefined && blank.chosen >= THRESHOLDS.blank * item.candidates,
		alpha:
			typeof alpha === 'number' &&
			typeof alphaIfDeleted === 'number' &&
			alphaIfDeleted - alpha >= THRESHOLDS.alpha
	};
	return flags.filter((flag) => raised[flag]);
}
