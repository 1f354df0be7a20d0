import { z } from 'zod';
import { isWithin } from '../engine/periods';
import { hoursOf, phrase } from '../engine/phrase';
import { defineCondition, measureOf } from './define';
import { asEvidence, labelOfCompletion } from './labels';

/** So many minutes of recognised training in the last months (domain, 5). */
export const creditHours = defineCondition({
	kind: 'creditHours',
	args: z.strictObject({ minutes: z.int().min(1).max(600_000), withinMonths: z.int().min(1).max(600) }),
	privacy: 'plain',
	effort: 'own',
	says: ({ minutes, withinMonths }) =>
		phrase('tiers.says.creditHours', { hours: hoursOf(minutes), months: withinMonths }),
	check({ minutes, withinMonths }, facts, { asOf }) {
		const counted = facts.completions.filter(({ completedOn }) => isWithin(completedOn, withinMonths, asOf));
		const have = counted.reduce((total, { creditMinutes }) => total + creditMinutes, 0);
		return {
			met: have >= minutes,
			found: phrase('tiers.found.creditHours', { hours: hoursOf(have), count: counted.length }),
			evidence: asEvidence(counted, labelOfCompletion),
			measure: measureOf(have, minutes, 'minutes'),
			...(have >= minutes ? {} : { next: { code: 'takeModules', params: {} } })
		};
	}
});
