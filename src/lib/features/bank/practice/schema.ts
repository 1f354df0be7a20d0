import { z } from 'zod';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import { id, key } from '$lib/shared/form';
import { practiceSizes } from './rules';

/** `area` '' is all of them. `again`: what was not right in one's own earlier set, whatever the other fields say. */
export const startPracticeSchema = z.object({
	area: z.enum(['', ...knowledgeAreas], key('app.field.choice')).default(''),
	size: z.coerce
		.number(key('app.field.choice'))
		.refine((size) => practiceSizes.some((one) => one === size), key('app.field.choice'))
		.default(10),
	again: id.optional()
});
export type StartPractice = z.output<typeof startPracticeSchema>;

/** `answer`: what stands under this name in the form (`readGiven`). `skip`: „I do not know, show me." */
export const answerPracticeSchema = z.object({
	setId: id,
	position: z.coerce.number().int().min(1).max(100),
	answer: z.unknown().optional(),
	skip: z.string().optional()
});
export type AnswerPractice = z.output<typeof answerPracticeSchema>;

export const finishPracticeSchema = z.object({ setId: id });
export type FinishPractice = z.output<typeof finishPracticeSchema>;
