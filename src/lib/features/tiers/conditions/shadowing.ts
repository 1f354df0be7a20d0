import { z } from 'zod';
import { isWithin } from '../engine/periods';
import { hoursOf, phrase } from '../engine/phrase';
import { defineCondition, measureOf } from './define';
import { asEvidence, labelOfShadowing } from './labels';

/** So many minutes of shadowing that both sides signed, all of it or in the last months (domain, 8.4). */
export const shadowing = defineCondition({
	kind: 'shadowing',
	args: z.strictObject({
		minutes: z.int().min(1).max(600_000),
		withinMonths: z.int().min(1).max(600).optional()
	}),
	privacy: 'plain',
	effort: 'own',
	says: ({ minutes, withinMonths }) =>
		phrase('tiers.says.shadowing', { hours: hoursOf(minutes), months: withinMonths ?? 0 }),
	check({ minutes, withinMonths }, facts, { asOf }) {
		const recent = facts.shadowing.filter(
			({ occurredOn }) => occurredOn <= asOf && (!withinMonths || isWithin(occurredOn, withinMonths, asOf))
		);
		const signed = recent.filter(({ state }) => state === 'countersigned');
		const sum = (entries: typeof signed) => entries.reduce((total, entry) => total + entry.minutes, 0);
		const have = sum(signed);
		const waiting = recent.filter(({ state }) => state === 'waiting');
		return {
			met: have >= minutes,
			found: phrase('tiers.found.shadowing', { hours: hoursOf(have), waiting: hoursOf(sum(waiting)) }),
			evidence: asEvidence(signed, labelOfShadowing),
			measure: measureOf(have, minutes, 'minutes'),
			...(have >= minutes
				? {}
				: { next: { code: waiting.length ? 'countersign' : 'shadow', params: { waiting: waiting.length } } })
		};
	}
});
