import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { evaluate } from './engine/evaluate';
import type { Evaluation } from './engine/explanation';
import type { PersonFacts } from './engine/facts';
import { tierAfter, tierOf, type Policy } from './policy/types';
import { appointmentsOn, LADDER } from './rules';

/** A person with what places them on ladders, beside their facts. */
export interface Member {
	personId: string;
	name: string;
	employeeNo: string;
	unitId: string;
	unitPath: string;
	unitName: LocalText;
	active: boolean;
	trainee: boolean;
	/** Ladders of which they are candidates on the day. */
	candidacies: string[];
	/** Cases about them that are not at their end, by ladder. */
	open: { id: string; ladder: string }[];
}

/** Where somebody stands on one ladder on a date, and what stands before the next tier. */
export interface Position {
	ladder: string;
	tier: string | null;
	/** The last day of the appointment; null: without end, or none. */
	appointedTo: IsoDate | null;
	target: string | null;
	/** Of the target; null when there is none. */
	evaluation: Evaluation | null;
	/** Of the tier held, as to keeping it; null on none. */
	retention: Evaluation | null;
	openDecisionId: string | null;
}

/** A person on one ladder. */
export interface Standing extends Omit<Member, 'trainee' | 'candidacies' | 'open'>, Position {
	facts: PersonFacts;
	/** Whether the ladder concerns them at all: they stand on it, or are on the way to it. */
	onLadder: boolean;
}

/**
 * The ladders that concern somebody on a date, the default one first: those they stand on or are candidates of.
 * Whoever is a trainee and no candidate is on the way to the default ladder.
 */
export function laddersFor(
	{ trainee, candidacies }: Pick<Member, 'trainee' | 'candidacies'>,
	facts: PersonFacts,
	asOf: IsoDate
): string[] {
	const found = new Set(candidacies);
	if (trainee && !candidacies.length) found.add(LADDER);
	for (const ladder of new Set(facts.appointments.map((fact) => fact.ladder))) {
		if (appointmentsOn(facts, ladder, asOf).at(-1)?.tier) found.add(ladder);
	}
	return [...found].sort((a, b) => (a === LADDER ? -1 : b === LADDER ? 1 : a < b ? -1 : 1));
}

/** Where facts put a person on a policy's ladder, how far they are from the next tier, and whether they keep theirs. */
export function standOn(
	policy: Policy | null,
	ladder: string,
	{ open }: Pick<Member, 'open'>,
	facts: PersonFacts,
	asOf: IsoDate
): Position {
	const held = appointmentsOn(facts, ladder, asOf).at(-1);
	const tier = held?.tier ?? null;
	const target = policy ? (tierAfter(policy, tier)?.id ?? null) : null;
	const keeps = policy && tier !== null && tierOf(policy, tier) ? tier : null;
	return {
		ladder,
		tier,
		appointedTo: tier === null ? null : (held?.validTo ?? null),
		target,
		evaluation: policy && target ? evaluate(policy, target, facts, asOf) : null,
		retention: policy && keeps ? evaluate(policy, keeps, facts, asOf, { purpose: 'retain' }) : null,
		openDecisionId: open.find((one) => one.ladder === ladder)?.id ?? null
	};
}
