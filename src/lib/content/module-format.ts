import { z } from 'zod';

/** A text that must be there in both languages. */
const both = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
const unique = (values: string[]) => new Set(values).size === values.length;

const option = z.strictObject({ id: z.string().regex(/^[a-z]$/), text: both, correct: z.boolean().default(false) });

const question = z
	.strictObject({
		id: z.string().regex(/^[a-z][a-z0-9]*$/),
		type: z.enum(['single', 'multiple', 'trueFalse']),
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

/** What a module teaches (domain, 5.2). */
export const knowledgeAreas = [
	'overview',
	'products',
	'wealth',
	'law',
	'enterprise',
	'marketing',
	'systems',
	'ethics'
] as const;
export const deliveryMethods = ['online'] as const;

/** `module.yaml`. */
export const moduleSheet = z.strictObject({
	code: slug,
	version: z.int().positive(),
	knowledgeArea: z.enum(knowledgeAreas),
	deliveryMethod: z.enum(deliveryMethods),
	creditMinutes: z.int().positive(),
	/** Percent of the check's questions. */
	passMark: z.int().min(1).max(100),
	title: both,
	summary: both,
	outcomes: z.array(both).min(1),
	lessons: z
		.array(z.strictObject({ slug, minutes: z.int().positive(), title: both }))
		.min(1)
		.refine((lessons) => unique(lessons.map((lesson) => lesson.slug)), 'lesson slugs must be unique')
		// The check has an address beside the lessons' own.
		.refine((lessons) => lessons.every((lesson) => lesson.slug !== 'check'), 'a lesson cannot be named check')
});

/** `check.yaml`. */
export const checkSheet = z.strictObject({
	questions: z
		.array(question)
		.min(1)
		.refine((questions) => unique(questions.map(({ id }) => id)), 'question ids must be unique')
});

type Sheet = z.output<typeof moduleSheet>;
export type CheckQuestion = z.output<typeof question>;
export type KnowledgeArea = Sheet['knowledgeArea'];
export interface Lesson {
	slug: string;
	/** How long a reader is expected to take. */
	minutes: number;
	title: Sheet['title'];
	/** Markdown. */
	body: Sheet['title'];
}

/** A module with all that it says, as it is frozen in `module_versions.content`. */
export type ModuleContent = Omit<Sheet, 'lessons'> & { lessons: Lesson[]; questions: CheckQuestion[] };
