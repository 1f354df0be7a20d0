import { z } from 'zod';
import { titleLevels } from '$lib/features/people';
import { phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence, labelOf } from './labels';

/** Highest professional title (职称) at or above a level (domain, 3.1). */
export const title = defineCondition({
	kind: 'title',
	args: z.strictObject({ level: z.enum(titleLevels) }),
	privacy: 'evidence',
	effort: 'long',
	waivable: true,
	says: ({ level }) => phrase('tiers.says.title', { level }),
	check({ level }, facts, { asOf }) {
		const rank = (of: string) => titleLevels.findIndex((known) => known === of);
		const titles = facts.evidence
			.filter((fact) => fact.kind === 'title')
			.filter((fact) => fact.validFrom <= asOf)
			.sort((a, b) => rank(b.data.level) - rank(a.data.level));
		const highest = titles[0];
		const met = highest !== undefined && rank(highest.data.level) >= rank(level);
		return {
			outcome: metIf(met),
			found: phrase('tiers.found.title', { level: highest?.data.level ?? 'none' }),
			evidence: () => asEvidence(titles.slice(0, 1), labelOf),
			...(met ? {} : { next: { code: 'recordWithHr', params: {} } })
		};
	}
});
