import { z } from 'zod';
import { educationLevels } from '$lib/features/people';
import { phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence, labelOf } from './labels';

/** Highest degree at or above a level (domain, 3.1). */
export const education = defineCondition({
	kind: 'education',
	args: z.strictObject({ level: z.enum(educationLevels) }),
	privacy: 'evidence',
	effort: 'long',
	waivable: true,
	says: ({ level }) => phrase('tiers.says.education', { level }),
	check({ level }, facts, { asOf }) {
		const rank = (of: string) => educationLevels.findIndex((known) => known === of);
		const degrees = facts.evidence
			.filter((fact) => fact.kind === 'education')
			.filter((fact) => fact.validFrom <= asOf)
			.sort((a, b) => rank(b.data.level) - rank(a.data.level));
		const highest = degrees[0];
		const met = highest !== undefined && rank(highest.data.level) >= rank(level);
		return {
			outcome: metIf(met),
			found: phrase('tiers.found.education', { level: highest?.data.level ?? 'none' }),
			evidence: () => asEvidence(degrees.slice(0, 1), labelOf),
			...(met ? {} : { next: { code: 'recordWithHr', params: {} } })
		};
	}
});
