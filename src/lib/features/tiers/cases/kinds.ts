import type { Purpose } from '../policy/types';
import type { DecisionKind } from '../states';

/** What a kind of case rests on, who reviews it, whether the public is told, and what comes of it (field, 2 G2-G5). */
export interface KindRule {
	/** What the evidence is put against. */
	purpose: Purpose;
	/** What must hold of the answer: eligible; no longer retained, or another ground; a named requirement missing. */
	needs: 'eligible' | 'ground' | 'gap';
	/** Who reviews: whoever the tier names (an approver or a committee), an approver, or who may waive. */
	review: 'tier' | 'approver' | 'waiver';
	/** Whether it is put up for objections when the tier wants a public notice (公示). */
	notice: boolean;
	/** What it leaves: an appointment, an exception, or the record alone. */
	gives: 'appointment' | 'exception' | 'record';
	/** Whether it takes one of the places of a unit. */
	takesPlace: boolean;
	/** Whether it takes something from the person, who is told before (domain, 3.3). */
	adverse: boolean;
}

const rise: KindRule = {
	...{ purpose: 'promote', needs: 'eligible', review: 'tier', notice: true },
	...{ gives: 'appointment', takesPlace: true, adverse: false }
};
const fall: KindRule = {
	...{ purpose: 'retain', needs: 'ground', review: 'tier', notice: false },
	...{ gives: 'appointment', takesPlace: false, adverse: true }
};

export const kindRules: Record<DecisionKind, KindRule> = {
	admission: rise,
	appointment: rise,
	promotion: rise,
	reinstatement: { ...rise, purpose: 'readmit' },
	exception: {
		...{ purpose: 'promote', needs: 'gap', review: 'waiver', notice: false },
		...{ gives: 'exception', takesPlace: false, adverse: false }
	},
	retraining: { ...fall, review: 'approver', gives: 'record' },
	demotion: fall,
	exit: fall
};

export const adverseKinds = ['retraining', 'demotion', 'exit'] as const;
export type AdverseKind = (typeof adverseKinds)[number];
export const isAdverse = (kind: DecisionKind): kind is AdverseKind => kindRules[kind].adverse;

/**
 * Kinds that are asked for by themselves; `next` is admission or promotion, to the tier above; `lapse` is whatever the
 * standard says follows when the tier that is held is no longer satisfied.
 */
export const proposable = [
	'next',
	'lapse',
	'appointment',
	'exception',
	'retraining',
	'demotion',
	'exit',
	'reinstatement'
] as const;
export type Proposable = (typeof proposable)[number];
