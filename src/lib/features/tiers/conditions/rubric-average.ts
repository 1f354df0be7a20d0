import { z } from 'zod';
import { rubricDimensions, rubricLevels } from '$lib/features/mentoring';
import type { ShadowingFact } from '../engine/facts';
import { isWithin } from '../engine/periods';
import { phrase } from '../engine/phrase';
import { defineCondition, measureOf, metIf } from './define';
import { share, sumOf } from './figures';
import { asEvidence, labelOfShadowing } from './labels';

/** From the lowest level of the rubric to the highest, with one decimal. */
const level = z.number().min(rubricLevels[0]).max(rubricLevels[3]).multipleOf(0.1);

/**
 * What mentors observed (domain, 4), on average over the sessions that both signed; each level of each dimension
 * counts alike. Fewer sessions with an observation than asked for say nothing yet.
 */
export const rubricAverage = defineCondition({
	kind: 'rubricAverage',
	args: z.strictObject({
		minimum: level,
		dimension: z.enum(rubricDimensions).optional(),
		withinMonths: z.int().min(1).max(600).optional(),
		/** How many sessions with an observation it takes at least. */
		sessions: z.int().min(1).max(1000).optional()
	}),
	privacy: 'evidence',
	effort: 'own',
	waivable: true,
	says: ({ minimum, dimension, withinMonths, sessions }) =>
		phrase('tiers.says.rubricAverage', {
			minimum,
			dimension: dimension ?? 'every',
			months: withinMonths ?? 0,
			sessions: sessions ?? 1
		}),
	check({ minimum, dimension, withinMonths, sessions = 1 }, facts, { asOf }) {
		const levelsOf = ({ rubric }: ShadowingFact): number[] =>
			(dimension ? [dimension] : rubricDimensions).flatMap((of) => rubric[of] ?? []);
		const observed = facts.shadowing.filter(
			(fact) =>
				fact.state === 'countersigned' &&
				fact.occurredOn <= asOf &&
				(!withinMonths || isWithin(fact.occurredOn, withinMonths, asOf)) &&
				levelsOf(fact).length > 0
		);
		const evidence = () => asEvidence(observed, labelOfShadowing);
		if (observed.length < sessions) {
			return {
				outcome: 'unknown',
				found: phrase('tiers.found.rubricTooFew', { count: observed.length, need: sessions }),
				evidence,
				measure: measureOf(observed.length, sessions, 'count'),
				next: { code: 'shadow', params: { waiting: 0 } }
			};
		}
		const levels = observed.flatMap(levelsOf);
		const average = share(sumOf(levels), levels.length);
		const met = average >= minimum;
		return {
			outcome: metIf(met),
			found: phrase('tiers.found.rubricAverage', { average, sessions: observed.length }),
			evidence,
			measure: measureOf(average, minimum, 'level'),
			...(met ? {} : { next: { code: 'shadow', params: { waiting: 0 } } })
		};
	}
});
