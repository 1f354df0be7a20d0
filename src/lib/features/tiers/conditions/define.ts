import type { z } from 'zod';
import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import type { Evidence, Measure, NextStep, Outcome, Privacy } from '../engine/explanation';
import type { PersonFacts } from '../engine/facts';
import type { Phrase } from '../engine/phrase';
import type { Purpose } from '../policy/types';

/** What a condition knows beside the facts. */
export interface Setting {
	ladder: string;
	/** The tier that is asked for. */
	tier: string;
	asOf: IsoDate;
	purpose: Purpose;
	/** Kinds of leave that stop the clock. */
	pauses: readonly string[];
	tierName(id: string): LocalText;
}

export interface Finding {
	/** An exception is not its business: what is missing or unknown is waived around it. */
	outcome: Exclude<Outcome, 'waived'>;
	found: Phrase;
	/** What it rests on; a function where there may be much of it, as a whole workforce is judged without. */
	evidence: Evidence[] | (() => Evidence[]);
	measure?: Measure;
	/** Of what is missing or unknown: the first day on which time alone would meet it. */
	earliest?: IsoDate | null;
	next?: NextStep;
}

/** A kind of condition that policies may name. Pure; `check` never looks at the clock. */
export interface Condition<A> {
	kind: string;
	/** Strict: an unknown argument refuses the policy. A rule of its own has a code of `problem.*` as message. */
	args: z.ZodType<A>;
	privacy: Privacy;
	/** `own`: the person can bring it about by a step of their own; `long`: it takes years or somebody else. */
	effort: 'own' | 'long';
	/** Whether a policy may let anybody be spared it; certificate and conduct never (domain, 3.1). */
	waivable: boolean;
	/** Ids of tiers that the arguments name, for the policy's check. */
	tiers?(args: A): string[];
	/** Of these the ones on which the person must have stood: nobody reaches a tier that asks for itself. */
	holds?(args: A): string[];
	says(args: A, setting: Pick<Setting, 'tierName'>): Phrase;
	check(args: A, facts: PersonFacts, setting: Setting): Finding;
}

/** Keeps the type of the arguments inside one file; outside, a condition takes what its schema let through. */
export const defineCondition = <A>(condition: Condition<A>): Condition<never> =>
	condition as unknown as Condition<never>;

export const metIf = (met: boolean): 'met' | 'missing' => (met ? 'met' : 'missing');

export const measureOf = (have: number, need: number, unit: Measure['unit']): Measure => ({
	have,
	need,
	shortfall: Math.max(0, need - have),
	unit
});
