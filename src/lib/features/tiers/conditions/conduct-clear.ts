import { z } from 'zod';
import { addMonths } from '$lib/shared/dates';
import { onDate, phrase } from '../engine/phrase';
import { defineCondition } from './define';
import { asEvidence, labelOf } from './labels';

/**
 * No serious sanction within so many years, counted from the last day of its effect, or from its own day when no
 * end is recorded (domain, 3.1 conduct, 3.2).
 */
export const conductClear = defineCondition({
	kind: 'conductClear',
	args: z.strictObject({ years: z.int().min(1).max(50) }),
	privacy: 'sensitive',
	effort: 'long',
	says: ({ years }) => phrase('tiers.says.conductClear', { years }),
	check({ years }, facts, { asOf }) {
		const standing = facts.evidence
			.filter((fact) => fact.kind === 'discipline')
			.filter((fact) => fact.data.severity === 'serious' && fact.validFrom <= asOf)
			.map((fact) => ({ fact, clearOn: addMonths(fact.validTo ?? fact.validFrom, years * 12) }))
			.filter(({ clearOn }) => clearOn > asOf);
		const clearOn = standing.reduce(
			(latest, entry) => (entry.clearOn > latest ? entry.clearOn : latest),
			asOf
		);
		const met = standing.length === 0;
		return {
			met,
			found: met
				? phrase('tiers.found.conductClear', { years })
				: phrase('tiers.found.conductNotClear', { on: onDate(clearOn) }),
			evidence: asEvidence(
				standing.map(({ fact }) => fact),
				labelOf
			),
			earliest: clearOn,
			...(met ? {} : { next: { code: 'wait', params: {} } })
		};
	}
});
