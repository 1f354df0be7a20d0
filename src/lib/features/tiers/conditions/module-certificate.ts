import { z } from 'zod';
import { named, phrase } from '../engine/phrase';
import { judgeCertificates } from './certificate';
import { defineCondition } from './define';

/**
 * A certificate of a module, or of mentors, valid on the date. The policy carries the name of its kind, so that it can be read by
 * itself. A certificate of a grade never satisfies it, nor it one of a grade.
 */
export const moduleCertificate = defineCondition({
	kind: 'moduleCertificate',
	args: z.strictObject({
		ladder: z.enum(['module', 'mentor']),
		module: z.string().regex(/^[a-z0-9-]+$/),
		title: z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) })
	}),
	privacy: 'plain',
	effort: 'own',
	waivable: false,
	says: ({ title }) => phrase('tiers.says.moduleCertificate', { title: named(title) }),
	check({ ladder, module }, { certificates }, { asOf }) {
		const held = certificates.filter((fact) => fact.ladder === ladder && fact.tier === module);
		const judged = judgeCertificates(held, asOf);
		return {
			...judged,
			...(judged.outcome === 'met' ? {} : { next: { code: 'takeModule', params: { module } } })
		};
	}
});
