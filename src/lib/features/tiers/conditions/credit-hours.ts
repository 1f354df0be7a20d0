import { z } from 'zod';
import { deliveryMethods, knowledgeAreas } from '$lib/content/training-vocabulary';
import { isWithin } from '../engine/periods';
import { hoursOf, phrase } from '../engine/phrase';
import { defineCondition, measureOf, metIf } from './define';
import { asEvidence, labelOfCredit } from './labels';

/** So many minutes of recognised training in the last months, of an area or by a method where one is named (domain, 5). */
export const creditHours = defineCondition({
	kind: 'creditHours',
	args: z.strictObject({
		minutes: z.int().min(1).max(600_000),
		withinMonths: z.int().min(1).max(600),
		area: z.enum(knowledgeAreas).optional(),
		method: z.enum(deliveryMethods).optional()
	}),
	privacy: 'plain',
	effort: 'own',
	waivable: true,
	says: ({ minutes, withinMonths, area, method }) => {
		const params = { hours: hoursOf(minutes), months: withinMonths };
		return area || method
			? phrase('tiers.says.creditHoursOf', { ...params, area: area ?? 'any', method: method ?? 'any' })
			: phrase('tiers.says.creditHours', params);
	},
	check({ minutes, withinMonths, area, method }, facts, { asOf }) {
		const counted = facts.credits.filter(
			(fact) =>
				isWithin(fact.earnedOn, withinMonths, asOf) &&
				(!area || fact.area === area) &&
				(!method || fact.method === method)
		);
		const have = counted.reduce((total, { minutes }) => total + minutes, 0);
		return {
			outcome: metIf(have >= minutes),
			found: phrase('tiers.found.creditHours', { hours: hoursOf(have), count: counted.length }),
			evidence: () => asEvidence(counted, labelOfCredit),
			measure: measureOf(have, minutes, 'minutes'),
			...(have >= minutes ? {} : { next: { code: 'takeModules', params: {} } })
		};
	}
});
