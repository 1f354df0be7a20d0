import { z } from 'zod';
import { experienceKinds } from '$lib/features/people';
import { monthsFullOn, monthsIn } from '../engine/periods';
import { phrase, yearsOf } from '../engine/phrase';
import { defineCondition, measureOf, metIf } from './define';
import { asEvidence, labelOf } from './labels';
import { leaveOf, periodsOf } from './leave';

/** So many months of work of a kind; jobs at the same time count once (domain, 3.1). Gaps never count. */
export const experience = defineCondition({
	kind: 'experience',
	args: z.strictObject({
		kind: z.enum(experienceKinds),
		months: z.int().min(1).max(600),
		/** Leave of the kinds that the policy lets stop the clock is taken off. */
		minusLeave: z.boolean().optional()
	}),
	privacy: 'evidence',
	effort: 'long',
	waivable: true,
	says: ({ kind, months, minusLeave }) =>
		phrase(minusLeave ? 'tiers.says.experienceMinusLeave' : 'tiers.says.experience', {
			kind,
			...yearsOf(months)
		}),
	check({ kind, months, minusLeave }, facts, { asOf, pauses }) {
		const jobs = facts.evidence.filter((fact) => fact.kind === 'experience' && fact.data.kind === kind);
		const leave = minusLeave ? leaveOf(facts, pauses) : [];
		const [periods, without] = [periodsOf(jobs), periodsOf(leave)];
		const have = monthsIn(periods, asOf, without);
		const begun = jobs.filter((job) => job.validFrom <= asOf);
		const met = have >= months;
		const earliest = met ? asOf : monthsFullOn(periods, months, asOf, without);
		return {
			outcome: metIf(met),
			found: phrase(begun.length ? 'tiers.found.experience' : 'tiers.found.noExperience', {
				kind,
				...yearsOf(have)
			}),
			evidence: () => asEvidence([...begun, ...leave.filter(({ validFrom }) => validFrom <= asOf)], labelOf),
			measure: measureOf(have, months, 'months'),
			earliest,
			...(met ? {} : { next: { code: earliest ? 'wait' : 'recordWithHr', params: {} } })
		};
	}
});
