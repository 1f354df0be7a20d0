import { z } from 'zod';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import { flags } from './flags';

export const analysisSorts = [
	'code',
	'section',
	'candidates',
	'difficulty',
	'discrimination',
	'upperLower',
	'alphaIfDeleted',
	'weight',
	'seconds'
] as const;

/** What the address of an analysis may say; anything else counts as not said. */
export const analysisFilterSchema = z.object({
	/** Place of a form among those of the analysis, from 1; all candidates without. */
	form: z.coerce.number().int().min(1).max(26).optional().catch(undefined),
	section: z.enum(knowledgeAreas).optional().catch(undefined),
	flag: z
		.enum([...flags, 'any'])
		.optional()
		.catch(undefined),
	sort: z.enum(analysisSorts).default('code').catch('code'),
	dir: z.enum(['asc', 'desc']).default('asc').catch('asc'),
	page: z.coerce.number().int().min(1).max(1000).default(1).catch(1)
});
export type AnalysisFilter = z.output<typeof analysisFilterSchema>;
