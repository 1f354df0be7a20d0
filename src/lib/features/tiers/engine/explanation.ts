import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import type { Phrase } from './phrase';

/**
 * Changes when the same policy and facts may give another explanation. A stored decision names the engine that
 * explained it.
 */
export const ENGINE_VERSION = 1;

/** `waived`: an approved exception stands in for the evidence. Nothing grants one yet. */
export type Outcome = 'met' | 'missing' | 'waived';

/** Who may read what a requirement rests on: the outcome alone, with `people.evidence.read`, or `…sensitive.read`. */
export type Privacy = 'plain' | 'evidence' | 'sensitive';

export interface Measure {
	have: number;
	need: number;
	/** need - have, never below 0. */
	shortfall: number;
	unit: 'minutes' | 'months';
}

/** What the person can do about a requirement; pages turn it into a button. */
export const stepCodes = [
	'wait',
	'recordWithHr',
	'finishInduction',
	'registerForExam',
	'countersign',
	'shadow',
	'takeModules',
	'takeModule',
	'renewCreditCheck'
] as const;
export interface NextStep {
	code: (typeof stepCodes)[number];
	params: Record<string, string | number>;
}

export interface Evidence {
	id: string;
	label: Phrase;
}

interface Common {
	/** Place in the tree: `2`, `0.1.0`. */
	id: string;
	label: LocalText | null;
	says: Phrase;
	outcome: Outcome;
	/** The first day on which time alone would meet it; the day of the evaluation when it is met. */
	earliest: IsoDate | null;
}

/** The answer to one condition. */
export interface Leaf extends Common {
	kind: string;
	privacy: Privacy;
	/** What the person has. */
	found: Phrase;
	evidence: Evidence[];
	measure: Measure | null;
	next: NextStep | null;
}

/** The answer to several, all or any of which are required. */
export interface Branch extends Common {
	kind: 'all' | 'any';
	of: Node[];
	/** Of `any`: the index of the branch that is met, or else the one that asks least. */
	best: number;
}

export type Node = Leaf | Branch;
export const isBranch = (node: Node): node is Branch => node.kind === 'all' || node.kind === 'any';

/** When somebody could be eligible at the earliest, supposing that they do today what `ifs` names. */
export interface Outlook {
	/** Null: something is missing that neither time nor the person's own steps will bring. */
	date: IsoDate | null;
	/** Ids of the leaves that need doing. */
	ifs: string[];
}

/** The whole answer: whether the facts satisfied a tier's requirements on a date, and why. */
export interface Evaluation {
	engine: number;
	ladder: string;
	/** Effective date of the policy version. */
	policy: IsoDate;
	tier: string;
	asOf: IsoDate;
	eligible: boolean;
	/** Top-level requirements that are met or waived, of how many. */
	met: number;
	total: number;
	requirements: Node[];
	/** The first day on which time alone makes the person eligible. */
	earliest: IsoDate | null;
	outlook: Outlook;
}

/** The leaves below nodes, in order. */
export function leavesOf(nodes: readonly Node[]): Leaf[] {
	return nodes.flatMap((node) => (isBranch(node) ? leavesOf(node.of) : [node]));
}
