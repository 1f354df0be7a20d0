import { z } from 'zod';
import { experienceKinds } from '$lib/features/people';
import { monthsFullOn, monthsIn } from '../engine/periods';
import { phrase, yearsOf } from '../engine/phrase';
import { defineCondition, measureOf } from './define';
import { asEvidence, labelOf } from './labels';

/** So many months of work of a kind; jobs at the same time count once (domain, 3.1). */
export const experience = defineCondition({
	kind: 'experience',
	args: z.strictObject({ kind: z.enum(experienceKinds), months: z.int().min(1).max(600) }),
	privacy: 'evidence',
	effort: 'long',
	says: ({ kind, months }) => phrase('tiers.says.experience', { kind, ...yearsOf(months) }),
	check({ kind, months }, facts, { asOf }) {
		const jobs = facts.evidence
			.filter((fact) => fact.kind === 'experience')
			.filter((fact) => fact.data.kind === kind);
		const periods = jobs.map(({ validFrom, validTo }) => ({ from: validFrom, to: validTo }));
		const have = monthsIn(periods, asOf);
		const begun = jobs.filter((job) => job.validFrom <= asOf);
		const earliest = monthsFullOn(periods, months, asOf);
		return {
			met: have >= months,
			found: phrase(begun.length ? 'tiers.found.experience' : 'tiers.found.noExperience', {
				kind,
				...yearsOf(have)
			}),
			evidence: asEvidence(begun, labelOf),
			measure: measureOf(have, months, 'months'),
			earliest,
			...(have >= months ? {} : { next: { code: earliest ? 'wait' : 'recordWithHr', params: {} } })
		};
	}
});
