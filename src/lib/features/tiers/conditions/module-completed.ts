import { z } from 'zod';
import { named, onDate, phrase } from '../engine/phrase';
import { defineCondition, metIf } from './define';
import { asEvidence, labelOfCompletion } from './labels';

/** A module completed, in any version. The policy carries its title, so that it can be read by itself. */
export const moduleCompleted = defineCondition({
	kind: 'moduleCompleted',
	args: z.strictObject({
		module: z.string().regex(/^[a-z0-9-]+$/),
		title: z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) })
	}),
	privacy: 'plain',
	effort: 'own',
	waivable: true,
	says: ({ title }) => phrase('tiers.says.moduleCompleted', { title: named(title) }),
	check({ module }, facts, { asOf }) {
		const done = facts.completions
			.filter((fact) => fact.module === module && fact.completedOn <= asOf)
			.sort((a, b) => (a.completedOn < b.completedOn ? -1 : 1));
		const first = done[0];
		return {
			outcome: metIf(first !== undefined),
			found: first
				? phrase('tiers.found.moduleCompleted', { on: onDate(first.completedOn) })
				: phrase('tiers.found.moduleNotCompleted'),
			evidence: () => asEvidence(done.slice(0, 1), labelOfCompletion),
			...(first ? {} : { next: { code: 'takeModule', params: { module } } })
		};
	}
});
