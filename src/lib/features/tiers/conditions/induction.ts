import { z } from 'zod';
import { inductionKinds } from '$lib/features/people';
import { phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence, labelOf } from './labels';

/** Induction or probation period finished, either unless one is named (domain, 3.1). */
export const induction = defineCondition({
	kind: 'induction',
	args: z.strictObject({ kind: z.enum(inductionKinds).optional() }),
	privacy: 'evidence',
	effort: 'long',
	waivable: true,
	says: ({ kind }) => phrase('tiers.says.induction', { kind: kind ?? 'either' }),
	check({ kind }, facts, { asOf }) {
		const finished = facts.evidence
			.filter((fact) => fact.kind === 'induction')
			.filter((fact) => fact.validFrom <= asOf && (!kind || fact.data.kind === kind));
		const met = finished.length > 0;
		return {
			outcome: metIf(met),
			found: phrase(met ? 'tiers.found.induction' : 'tiers.found.noInduction'),
			evidence: () => asEvidence(finished, labelOf),
			...(met ? {} : { next: { code: 'finishInduction', params: {} } })
		};
	}
});
