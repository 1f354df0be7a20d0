import { z } from 'zod';
import type { ExamFact } from '../engine/facts';
import { isWithin } from '../engine/periods';
import { named, onDate, phrase, type Phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence } from './labels';

/** The unified exam of a tier passed in the last months (domain, 3.2); a certificate says the same with its own dates. */
export const examPassed = defineCondition({
	kind: 'examPassed',
	args: z.strictObject({ tier: z.string().min(1), withinMonths: z.int().min(1).max(600) }),
	privacy: 'plain',
	effort: 'own',
	waivable: false,
	tiers: ({ tier }) => [tier],
	says: ({ tier, withinMonths }, { tierName }) =>
		phrase('tiers.says.examPassed', { tier: named(tierName(tier)), months: withinMonths }),
	check({ tier, withinMonths }, facts, { asOf, ladder }) {
		const passed = facts.exams
			.filter((fact) => fact.ladder === ladder && fact.tier === tier && fact.passedOn <= asOf)
			.sort((a, b) => (a.passedOn < b.passedOn ? 1 : a.passedOn > b.passedOn ? -1 : a.id < b.id ? -1 : 1));
		const last = passed[0];
		const met = last !== undefined && isWithin(last.passedOn, withinMonths, asOf);
		return {
			outcome: metIf(met),
			found: last
				? phrase(met ? 'tiers.found.examPassed' : 'tiers.found.examTooOld', { on: onDate(last.passedOn) })
				: phrase('tiers.found.noExam'),
			evidence: () => asEvidence(passed.slice(0, 1), labelOfExam),
			...(met ? {} : { next: { code: 'registerForExam', params: { tier } } })
		};
	}
});

const labelOfExam = (fact: ExamFact): Phrase =>
	phrase('tiers.label.exam', { percent: fact.percent, on: onDate(fact.passedOn) });
