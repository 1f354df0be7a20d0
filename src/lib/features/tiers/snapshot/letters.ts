import type { Outcome } from '../engine/explanation';

/** An outcome as rows of the board keep and send it. */
export const letters: Record<Outcome, string> = {
	met: 'm',
	missing: 'x',
	waived: 'w',
	unknown: 'u',
	notApplicable: 'n'
};
const outcomeBy = new Map(Object.entries(letters).map(([outcome, letter]) => [letter, outcome as Outcome]));

export const outcomesOf = (letters: string): Outcome[] =>
	[...letters].map((letter) => outcomeBy.get(letter) ?? 'unknown');
