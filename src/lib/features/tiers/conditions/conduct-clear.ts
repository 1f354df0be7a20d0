import { z } from 'zod';
import { disciplineKinds } from '$lib/features/people';
import { addMonths } from '$lib/shared/dates';
import { onDate, phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence, labelOf } from './labels';

/**
 * No serious sanction within so many years, counted from the last day of its effect, or from its own day when no
 * end is recorded (domain, 3.1 conduct); without years none ever (domain, 3.2). Of any kind unless kinds are named.
 */
export const conductClear = defineCondition({
	kind: 'conductClear',
	args: z.strictObject({
		years: z.int().min(1).max(50).optional(),
		kinds: z.array(z.enum(disciplineKinds)).min(1).optional()
	}),
	privacy: 'sensitive',
	effort: 'long',
	waivable: false,
	says: ({ years = 0, kinds }) =>
		kinds
			? phrase('tiers.says.conductClearOf', { years, ...placesOf(kinds) })
			: phrase('tiers.says.conductClear', { years }),
	check({ years, kinds }, facts, { asOf }) {
		const serious = facts.evidence
			.filter((fact) => fact.kind === 'discipline')
			.filter((fact) => fact.data.severity === 'serious' && fact.validFrom <= asOf)
			.filter((fact) => !kinds || kinds.includes(fact.data.kind));
		const standing = serious
			.map((fact) => ({
				fact,
				clearOn: years ? addMonths(fact.validTo ?? fact.validFrom, years * 12) : null
			}))
			.filter(({ clearOn }) => clearOn === null || clearOn > asOf);
		const met = standing.length === 0;
		const clearOn = standing.reduce(
			(latest, entry) => (entry.clearOn && entry.clearOn > latest ? entry.clearOn : latest),
			asOf
		);
		return {
			outcome: metIf(met),
			found: met
				? phrase(kinds ? 'tiers.found.conductClearOf' : 'tiers.found.conductClear', { years: years ?? 0 })
				: years
					? phrase('tiers.found.conductNotClear', { on: onDate(clearOn) })
					: phrase('tiers.found.conductNeverClear'),
			evidence: () =>
				asEvidence(
					standing.map(({ fact }) => fact),
					labelOf
				),
			earliest: met || years ? clearOn : null,
			...(met || !years ? {} : { next: { code: 'wait', params: {} } })
		};
	}
});

type Kind = (typeof disciplineKinds)[number];

/** Of each kind whether a sentence names it, and whether as the first. */
function placesOf(kinds: readonly Kind[]): Record<Kind, 'first' | 'more' | 'no'> {
	const named = disciplineKinds.filter((kind) => kinds.includes(kind));
	const place = (kind: Kind) => (!named.includes(kind) ? 'no' : kind === named[0] ? 'first' : 'more');
	return {
		party: place('party'),
		administrative: place('administrative'),
		compliance: place('compliance'),
		law: place('law')
	};
}
