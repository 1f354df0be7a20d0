import { z } from 'zod';
import { workSteps } from '$lib/features/mentoring';
import { isWithin } from '../engine/periods';
import { hoursOf, phrase } from '../engine/phrase';
import { defineCondition, measureOf, metIf } from './define';
import { asEvidence, labelOfShadowing } from './labels';

/**
 * So many minutes of shadowing that both sides signed, all of it or in the last months (domain, 8.4); if asked for,
 * over so many of the seven steps of the work (domain, 5.3).
 */
export const shadowing = defineCondition({
	kind: 'shadowing',
	args: z.strictObject({
		minutes: z.int().min(1).max(600_000),
		withinMonths: z.int().min(1).max(600).optional(),
		steps: z.int().min(1).max(workSteps.length).optional()
	}),
	privacy: 'plain',
	effort: 'own',
	waivable: true,
	says: ({ minutes, withinMonths, steps }) => {
		const params = { hours: hoursOf(minutes), months: withinMonths ?? 0 };
		return steps
			? phrase('tiers.says.shadowingSteps', { ...params, steps })
			: phrase('tiers.says.shadowing', params);
	},
	check({ minutes, withinMonths, steps = 0 }, facts, { asOf }) {
		const recent = facts.shadowing.filter(
			({ occurredOn }) => occurredOn <= asOf && (!withinMonths || isWithin(occurredOn, withinMonths, asOf))
		);
		const signed = recent.filter(({ state }) => state === 'countersigned');
		const sum = (entries: typeof signed) => entries.reduce((total, entry) => total + entry.minutes, 0);
		const have = sum(signed);
		const waiting = recent.filter(({ state }) => state === 'waiting');
		const covered = new Set(signed.flatMap((entry) => entry.steps)).size;
		const met = have >= minutes && covered >= steps;
		const params = { hours: hoursOf(have), waiting: hoursOf(sum(waiting)) };
		return {
			outcome: metIf(met),
			found: steps
				? phrase('tiers.found.shadowingSteps', { ...params, covered })
				: phrase('tiers.found.shadowing', params),
			evidence: () => asEvidence(signed, labelOfShadowing),
			// With the hours done, it is the steps that are short.
			measure:
				have < minutes || !steps ? measureOf(have, minutes, 'minutes') : measureOf(covered, steps, 'count'),
			...(met
				? {}
				: { next: { code: waiting.length ? 'countersign' : 'shadow', params: { waiting: waiting.length } } })
		};
	}
});
