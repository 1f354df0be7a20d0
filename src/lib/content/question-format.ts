import { z } from 'zod';
import { difficulties, itemTypes, knowledgeAreas, levels } from './question-vocabulary';

/** A text that must be there in both languages. */
const both = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });
const unique = (values: string[]) => new Set(values).size === values.length;

const option = z.strictObject({ id: z.string().regex(/^[a-z]$/), text: both, correct: z.boolean().default(false) });

const question = z
	.strictObject({
		id: z.string().regex(/^[a-z]+-\d{3}$/),
		type: z.enum(itemTypes),
		difficulty: z.enum(difficulties),
		level: z.enum(levels),
		stem: both,
		options: z.array(option).min(2).max(6),
		explanation: both
	})
	.superRefine(({ type, options }, issues) => {
		const refuse = (message: string) => issues.addIssue({ code: 'custom', path: ['options'], message });
		const right = options.filter(({ correct }) => correct).length;
		if (!unique(options.map(({ id }) => id))) refuse('option ids must be unique');
		if (type === 'multiple' && right < 2) refuse('multiple needs at least two correct options');
		if (type !== 'multiple' && right !== 1) refuse(`${type} needs exactly one correct option`);
		if (type === 'trueFalse' && options.length !== 2) refuse('trueFalse needs exactly two options');
	});

/** `content/questions/<area>.yaml`. */
export const questionSheet = z
	.strictObject({ area: z.enum(knowledgeAreas), questions: z.array(question).min(1) })
	.refine(({ questions }) => unique(questions.map(({ id }) => id)), 'question ids must be unique')
	.refine(({ area, questions }) => questions.every(({ id }) => id.startsWith(`${area}-`)), 'ids start with the area');

type Question = z.output<typeof question>;

/** A question as a file has it. `id` is the item's code for good. */
export type QuestionContent = Question & { area: z.output<typeof questionSheet>['area'] };

/** `content/blueprints/<code>.yaml`: how a paper is put together. */
export const blueprintSheet = z
	.strictObject({
		code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
		title: both,
		/** So many items of each area, drawn at random. */
		cells: z.array(z.strictObject({ area: z.enum(knowledgeAreas), count: z.int().min(1).max(100) })).min(1),
		marksPerItem: z.int().min(1).max(20),
		/** Offered for a new sitting, which may differ. */
		minutes: z.int().min(1).max(480),
		passPercent: z.int().min(1).max(100)
	})
	.refine(({ cells }) => unique(cells.map(({ area }) => area)), 'an area stands in one cell only');

export type BlueprintContent = z.output<typeof blueprintSheet>;
