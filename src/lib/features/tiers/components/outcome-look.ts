import type { Outcome } from '../engine/explanation';

/** Each outcome has a sign of its own beside its colour: not everybody tells colours apart. */
export const signOf: Record<Outcome, string> = {
	met: '✓',
	missing: '!',
	waived: '≈',
	unknown: '?',
	notApplicable: '–'
};

/** Tone of a badge. */
export const toneOf = {
	met: 'met',
	missing: 'missing',
	waived: 'waived',
	unknown: 'accent',
	notApplicable: 'plain'
} as const satisfies Record<Outcome, string>;
