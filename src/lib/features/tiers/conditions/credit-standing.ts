import { z } from 'zod';
import { isWithin } from '../engine/periods';
import { onDate, phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence, labelOf } from './labels';

/** The last check of personal credit standing was good and is not too old (domain, 3.2). */
export const creditStanding = defineCondition({
	kind: 'creditStanding',
	args: z.strictObject({ withinMonths: z.int().min(1).max(120) }),
	privacy: 'sensitive',
	effort: 'own',
	waivable: false,
	says: ({ withinMonths }) => phrase('tiers.says.creditStanding', { months: withinMonths }),
	check({ withinMonths }, facts, { asOf }) {
		const last = facts.evidence
			.filter((fact) => fact.kind === 'creditCheck')
			.filter((fact) => fact.validFrom <= asOf)
			.sort((a, b) =>
				a.validFrom === b.validFrom ? (a.id < b.id ? 1 : -1) : a.validFrom < b.validFrom ? 1 : -1
			)[0];
		if (!last) {
			return {
				outcome: 'unknown',
				found: phrase('tiers.found.noCreditCheck'),
				evidence: [],
				next: { code: 'renewCreditCheck', params: {} }
			};
		}
		const recent = isWithin(last.validFrom, withinMonths, asOf);
		const met = recent && last.data.outcome === 'good';
		return {
			outcome: metIf(met),
			found: phrase('tiers.found.creditStanding', {
				outcome: last.data.outcome === 'good' && !recent ? 'old' : last.data.outcome,
				on: onDate(last.validFrom)
			}),
			evidence: () => asEvidence([last], labelOf),
			...(met ? {} : { next: { code: 'renewCreditCheck', params: {} } })
		};
	}
});
