import { z } from 'zod';
import type { PledgeFact } from '../engine/facts';
import { isWithin } from '../engine/periods';
import { named, onDate, phrase, type Phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { inBoth } from './figures';
import { asEvidence } from './labels';

/**
 * A commitment letter (承诺书) signed and still valid (domain, 3.2), in any wording. The policy carries its title, so
 * that it can be read by itself.
 */
export const pledge = defineCondition({
	kind: 'pledge',
	args: z.strictObject({
		pledge: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
		title: inBoth,
		withinMonths: z.int().min(1).max(600).optional()
	}),
	privacy: 'plain',
	effort: 'own',
	waivable: false,
	says: ({ title, withinMonths }) =>
		phrase('tiers.says.pledge', { title: named(title), months: withinMonths ?? 0 }),
	check({ pledge: code, withinMonths }, facts, { asOf }) {
		const holds = ({ signedOn, validTo }: PledgeFact) =>
			(validTo === null || asOf <= validTo) && (!withinMonths || isWithin(signedOn, withinMonths, asOf));
		const signed = facts.pledges
			.filter((fact) => fact.code === code && fact.signedOn <= asOf)
			.sort((a, b) => (a.signedOn < b.signedOn ? 1 : a.signedOn > b.signedOn ? -1 : a.id < b.id ? -1 : 1));
		const valid = signed.find(holds);
		const shown = valid ?? signed[0];
		return {
			outcome: metIf(valid !== undefined),
			found: shown
				? phrase(valid ? 'tiers.found.pledge' : 'tiers.found.pledgeOver', { on: onDate(shown.signedOn) })
				: phrase('tiers.found.noPledge'),
			evidence: () => asEvidence(valid ? [valid] : [], labelOfPledge),
			...(valid ? {} : { next: { code: 'signPledge', params: { pledge: code } } })
		};
	}
});

const labelOfPledge = (fact: PledgeFact): Phrase =>
	fact.validTo
		? phrase('tiers.label.pledgeUntil', {
				title: named(fact.title),
				version: fact.version,
				on: onDate(fact.signedOn),
				to: onDate(fact.validTo)
			})
		: phrase('tiers.label.pledge', {
				title: named(fact.title),
				version: fact.version,
				on: onDate(fact.signedOn)
			});
