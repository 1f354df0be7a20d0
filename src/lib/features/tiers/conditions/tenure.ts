import { z } from 'zod';
import { addDays } from '$lib/shared/dates';
import { monthsFullOn, monthsIn, type Period } from '../engine/periods';
import { named, phrase, yearsOf } from '../engine/phrase';
import type { AppointmentFact, PersonFacts } from '../engine/facts';
import { defineCondition, measureOf, metIf } from './define';
import { asEvidence, labelOfAppointment } from './labels';
import { leaveOf, periodsOf } from './leave';

/**
 * So many months on a tier, by appointment; leave of the kinds that the policy names stops the clock. With `now` the
 * person must also stand on it on the date.
 */
export const tenure = defineCondition({
	kind: 'tenure',
	args: z.strictObject({
		tier: z.string().min(1),
		months: z.int().min(1).max(600),
		now: z.literal(true).optional()
	}),
	privacy: 'plain',
	effort: 'long',
	waivable: true,
	tiers: ({ tier }) => [tier],
	holds: ({ tier }) => [tier],
	says: ({ tier, months, now }, { tierName }) =>
		phrase(now ? 'tiers.says.tenureNow' : 'tiers.says.tenure', {
			tier: named(tierName(tier)),
			...yearsOf(months)
		}),
	check({ tier, months, now = false }, facts, { ladder, asOf, pauses, tierName }) {
		const periods = timesOn(facts, ladder, tier);
		const without = periodsOf(leaveOf(facts, pauses));
		const have = monthsIn(periods, asOf, without);
		const left = now && !periods.some(({ from, to }) => from <= asOf && (to === null || to >= asOf));
		const met = have >= months && !left;
		const begun = facts.appointments.filter(
			(fact) => fact.ladder === ladder && fact.tier === tier && fact.startsOn <= asOf
		);
		return {
			outcome: metIf(met),
			found:
				left && begun.length
					? phrase('tiers.found.tenureLeft')
					: phrase(begun.length ? 'tiers.found.tenure' : 'tiers.found.noTenure', yearsOf(have)),
			// Leave is not named: whoever sees a tenure need not know of somebody's illness.
			evidence: () => asEvidence(begun, (fact) => labelOfAppointment(fact, tierName(tier))),
			measure: measureOf(have, months, 'months'),
			earliest: met ? asOf : left ? null : monthsFullOn(periods, months, asOf, without),
			...(met || left ? {} : { next: { code: 'wait', params: {} } })
		};
	}
});

/** When somebody stood on a tier: from each appointment to the day before the next, or to its own last day. */
export function timesOn(facts: PersonFacts, ladder: string, tier: string): Period[] {
	const all = facts.appointments.filter((fact) => fact.ladder === ladder).sort(byStart);
	return all.flatMap((fact, at) => {
		const next = all[at + 1];
		const ends = [next ? addDays(next.startsOn, -1) : null, fact.validTo].filter((day) => day !== null);
		return fact.tier === tier ? [{ from: fact.startsOn, to: ends.sort()[0] ?? null }] : [];
	});
}

const byStart = (a: AppointmentFact, b: AppointmentFact): number =>
	a.startsOn === b.startsOn ? (a.id < b.id ? -1 : 1) : a.startsOn < b.startsOn ? -1 : 1;
