import type { EvidenceFact } from '$lib/features/people';
import type { PersonFacts } from '../engine/facts';
import type { Period } from '../engine/periods';

/** Leave of the kinds that stop the clock, as the policy says (`pauses`). */
export const leaveOf = (facts: PersonFacts, pauses: readonly string[]): EvidenceFact[] =>
	pauses.length
		? facts.evidence.filter((fact) => fact.kind === 'leave' && pauses.includes(fact.data.kind))
		: [];

export const periodsOf = (facts: readonly Pick<EvidenceFact, 'validFrom' | 'validTo'>[]): Period[] =>
	facts.map(({ validFrom, validTo }) => ({ from: validFrom, to: validTo }));
