import { z } from 'zod';
import { conductRatings, type EvidenceFact } from '$lib/features/people';
import { isWithin } from '../engine/periods';
import { onDate, phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence, labelOf } from './labels';

type Review = Extract<EvidenceFact, { kind: 'conductReview' }>;

/** The last assessment of conduct is good enough (domain, 3.1); its period must have ended in the last months. */
export const conductRating = defineCondition({
	kind: 'conductRating',
	args: z.strictObject({
		minimum: z.enum(conductRatings).exclude(['poor']),
		withinMonths: z.int().min(1).max(120)
	}),
	privacy: 'sensitive',
	effort: 'long',
	waivable: false,
	says: ({ minimum, withinMonths }) =>
		phrase('tiers.says.conductRating', { rating: minimum, months: withinMonths }),
	check({ minimum, withinMonths }, facts, { asOf }) {
		const endOf = ({ validTo, validFrom }: Review) => validTo ?? validFrom;
		const last = facts.evidence
			.filter((fact): fact is Review => fact.kind === 'conductReview')
			.filter((fact) => endOf(fact) <= asOf)
			.sort((a, b) => (endOf(a) < endOf(b) ? 1 : endOf(a) > endOf(b) ? -1 : a.id < b.id ? 1 : -1))[0];
		if (!last || !isWithin(endOf(last), withinMonths, asOf)) {
			return {
				outcome: 'unknown',
				found: last
					? phrase('tiers.found.conductRatingOld', { rating: last.data.rating, on: onDate(endOf(last)) })
					: phrase('tiers.found.noConductRating'),
				evidence: () => asEvidence(last ? [last] : [], labelOf),
				next: { code: 'waitForAssessment', params: {} }
			};
		}
		// The best comes first.
		const met = conductRatings.indexOf(last.data.rating) <= conductRatings.indexOf(minimum);
		return {
			outcome: metIf(met),
			found: phrase('tiers.found.conductRating', { rating: last.data.rating, on: onDate(endOf(last)) }),
			evidence: () => asEvidence([last], labelOf),
			...(met ? {} : { next: { code: 'improveAssessment', params: {} } })
		};
	}
});
