import { z } from 'zod';
import { addDays } from '$lib/shared/dates';
import { monthsFullOn, monthsIn, type Period } from '../engine/periods';
import { named, phrase, yearsOf } from '../engine/phrase';
import type { PersonFacts } from '../engine/facts';
import { defineCondition, measureOf } from './define';
import { asEvidence, labelOfAppointment } from './labels';

/** So many months on a tier, by appointment. */
export const tenure = defineCondition({
	kind: 'tenure',
	args: z.strictObject({ tier: z.string().min(1), months: z.int().min(1).max(600) }),
	privacy: 'plain',
	effort: 'long',
	tiers: ({ tier }) => [tier],
	says: ({ tier, months }, { tierName }) =>
		phrase('tiers.says.tenure', { tier: named(tierName(tier)), ...yearsOf(months) }),
	check({ tier, months }, facts, { ladder, asOf, tierName }) {
		const periods = timesOn(facts, ladder, tier);
		const have = monthsIn(periods, asOf);
		const earliest = monthsFullOn(periods, months, asOf);
		const begun = facts.appointments.filter(
			(fact) => fact.ladder === ladder && fact.tier === tier && fact.startsOn <= asOf
		);
		return {
			met: have >= months,
			found: phrase(begun.length ? 'tiers.found.tenure' : 'tiers.found.noTenure', yearsOf(have)),
			evidence: asEvidence(begun, (fact) => labelOfAppointment(fact, tierName(tier))),
			measure: measureOf(have, months, 'months'),
			earliest,
			...(have >= months ? {} : { next: { code: 'wait', params: {} } })
		};
	}
});

/** When somebody stood on a tier: from each appointment to the day before the next. */
export function timesOn(facts: PersonFacts, ladder: string, tier: string): Period[] {
	const all = facts.appointments
		.filter((fact) => fact.ladder === ladder)
		.sort((a, b) => (a.startsOn === b.startsOn ? (a.id < b.id ? -1 : 1) : a.startsOn < b.startsOn ? -1 : 1));
	return all.flatMap((fact, at) => {
		if (fact.tier !== tier) return [];
		const next = all[at + 1];
		return [{ from: fact.startsOn, to: next ? addDays(next.startsOn, -1) : null }];
	});
}
