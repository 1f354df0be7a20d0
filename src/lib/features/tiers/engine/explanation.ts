import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import type { Purpose } from '../policy/types';
import type { Phrase } from './phrase';

/**
 * Changes when the same policy and facts may give another explanation. A stored decision names the engine that
 * explained it.
 */
export const ENGINE_VERSION = 2;

/**
 * `waived`: an exception in force stands in for the evidence. `unknown`: nothing recorded says either way yet.
 * `notApplicable`: it does not concern this person now; it neither helps nor hinders.
 */
export const outcomes = ['met', 'missing', 'waived', 'unknown', 'notApplicable'] as const;
export type Outcome = (typeof outcomes)[number];

/** Who may read what a requirement rests on: the outcome alone, with `people.evidence.read`, or `…sensitive.read`. */
export type Privacy = 'plain' | 'evidence' | 'sensitive';

export interface Measure {
	have: number;
	need: number;
	/** need - have, never below 0. */
	shortfall: number;
	/** Points and levels with two decimals at most; `count` of periods or work steps. */
	unit: 'minutes' | 'months' | 'points' | 'level' | 'count';
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
	'renewCreditCheck',
	'signPledge',
	'askForEndorsement',
	'improveAssessment',
	'waitForAssessment'
] as const;
export interface NextStep {
	code: (typeof stepCodes)[number];
	params: Record<string, string | number>;
}

export interface Evidence {
	id: string;
	label: Phrase;
}

/** An exception in force, until its last day. */
export interface Waiver {
	exceptionId: string;
	decisionId: string;
	to: IsoDate;
}

interface Common {
	/** Place in the tree: `2`, `0.1.0`. */
	id: string;
	label: LocalText | null;
	/** Name by which an exception may waive it. */
	ref: string | null;
	says: Phrase;
	outcome: Outcome;
	/** The exception that stands in for the evidence, while one does. */
	waiver: Waiver | null;
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
	kind: 'all' | 'any' | 'atLeast';
	/** How many of the parts must hold. */
	need: number;
	of: Node[];
	/** Indices of the parts to go by: those that hold it up, or else those that ask least; of `all` every one. */
	best: number[];
}

export type Node = Leaf | Branch;
export const isBranch = (node: Node): node is Branch => 'of' in node;

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
	purpose: Purpose;
	asOf: IsoDate;
	eligible: boolean;
	/** The whole answer in a sentence. */
	says: Phrase;
	/** Top-level requirements that are met or waived, of how many that apply. */
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

/** Exceptions that stand in for evidence somewhere in a tree. */
export function waiversOf(nodes: readonly Node[]): Waiver[] {
	return nodes.flatMap((node) => [
		...(node.waiver ? [node.waiver] : []),
		...(isBranch(node) ? waiversOf(node.of) : [])
	]);
}
