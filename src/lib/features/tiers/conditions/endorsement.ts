import { z } from 'zod';
import type { EndorsementFact } from '../engine/facts';
import { isWithin } from '../engine/periods';
import { onDate, phrase, type Phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence } from './labels';

/** Who may stand up for somebody's tier. */
export const endorserRoles = ['mentor', 'unitHead', 'hrOfficer', 'hrApprover'] as const;

/** Somebody in a named role recommends the person for this very tier (domain, 4). */
export const endorsement = defineCondition({
	kind: 'endorsement',
	args: z.strictObject({
		role: z.enum(endorserRoles),
		withinMonths: z.int().min(1).max(600).optional()
	}),
	privacy: 'plain',
	effort: 'own',
	waivable: true,
	says: ({ role, withinMonths }) => phrase('tiers.says.endorsement', { role, months: withinMonths ?? 0 }),
	check({ role, withinMonths }, facts, { asOf, ladder, tier }) {
		const given = facts.endorsements
			.filter((fact) => fact.ladder === ladder && fact.tier === tier && fact.role === role)
			.filter(({ endorsedOn }) => endorsedOn <= asOf)
			.sort((a, b) =>
				a.endorsedOn < b.endorsedOn ? 1 : a.endorsedOn > b.endorsedOn ? -1 : a.id < b.id ? -1 : 1
			);
		const last = given[0];
		const met = last !== undefined && (!withinMonths || isWithin(last.endorsedOn, withinMonths, asOf));
		return {
			outcome: metIf(met),
			found: last
				? phrase(met ? 'tiers.found.endorsement' : 'tiers.found.endorsementTooOld', {
						on: onDate(last.endorsedOn)
					})
				: phrase('tiers.found.noEndorsement'),
			evidence: () => asEvidence(given.slice(0, 1), labelOfEndorsement),
			...(met ? {} : { next: { code: 'askForEndorsement', params: { role } } })
		};
	}
});

const labelOfEndorsement = (fact: EndorsementFact): Phrase =>
	phrase('tiers.label.endorsement', { role: fact.role, on: onDate(fact.endorsedOn) });
