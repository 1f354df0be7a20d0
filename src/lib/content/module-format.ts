import { z } from 'zod';
import { knowledgeAreas } from './training-vocabulary';

/** A text that must be there in both languages. */
const both = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
const unique = (values: string[]) => new Set(values).size === values.length;

const option = z.strictObject({
	id: z.string().regex(/^[a-z]$/),
	text: both,
	correct: z.boolean().default(false),
	/** What is said to whoever chose it. */
	feedback: both.optional()
});

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

const questions = z
	.array(question)
	.refine((all) => unique(all.map(({ id }) => id)), 'question ids must be unique');

/** What a lesson asks of whoever finishes it; nothing, unless its author says so. */
const lessonAsks = z.enum(['parts', 'videos', 'questions']);

/** How a module's check is held. Left out: any number of tries, ten minutes apart. */
const checkRules = z.strictObject({
	tries: z.int().min(1).max(20).optional(),
	waitMinutes: z.int().min(0).max(10_080).default(10)
});

/** `module.yaml`. */
export const moduleSheet = z.strictObject({
	code: slug,
	version: z.int().positive(),
	knowledgeArea: z.enum(knowledgeAreas),
	deliveryMethod: z.literal('online'),
	/** Tiers of the default ladder that it is meant for; none: for everybody. */
	tiers: z.array(z.string().regex(/^[a-z][A-Za-z0-9]*$/)).optional(),
	/** Codes of the modules that must be completed before. */
	requires: z.array(slug).optional(),
	creditMinutes: z.int().positive(),
	/** Percent of the check's questions. */
	passMark: z.int().min(1).max(100),
	check: checkRules.optional(),
	title: both,
	summary: both,
	outcomes: z.array(both).min(1),
	lessons: z
		.array(
			z.strictObject({
				slug,
				minutes: z.int().positive(),
				title: both,
				/** Every part opened, every video watched, every question answered. */
				asks: z.array(lessonAsks).optional()
			})
		)
		.min(1)
		.refine((lessons) => unique(lessons.map((lesson) => lesson.slug)), 'lesson slugs must be unique')
		// The check has an address beside the lessons' own.
		.refine((lessons) => lessons.every((lesson) => lesson.slug !== 'check'), 'a lesson cannot be named check')
});

/** `check.yaml`: the questions of the check, and those inside lessons by the lesson's slug. */
export const checkSheet = z.strictObject({
	questions: questions.min(1),
	lessons: z.record(slug, questions).optional()
});

type Sheet = z.output<typeof moduleSheet>;
export type CheckQuestion = z.output<typeof question>;
export type LessonAsk = z.output<typeof lessonAsks>;
export interface Lesson {
	slug: string;
	/** How long a reader is expected to take. */
	minutes: number;
	title: Sheet['title'];
	/** Markdown. */
	body: Sheet['title'];
	asks?: LessonAsk[];
	/** Those that the body places with a line `::question id`. */
	questions?: CheckQuestion[];
}

/** A file that lessons show, as `files` of the content names it. */
export interface ContentFile {
	/** Of the stored file. */
	id: string;
	kind: 'picture' | 'video' | 'captions' | 'document';
	mime: string;
	/** In bytes. */
	size: number;
	/** Of the bytes, in hexadecimal digits: a content's hash covers what its files hold. */
	sha256: string;
	/** Of a picture, in pixels. */
	width?: number;
	height?: number;
}

/**
 * A module with all that it says, as it is frozen in `module_versions.content`. What is optional was not known to
 * earlier versions, and is left out where an author says nothing, so that their hashes hold.
 */
export type ModuleContent = Omit<Sheet, 'lessons'> & {
	lessons: Lesson[];
	questions: CheckQuestion[];
	/** Name, as `files/<name>` in the text, -> stored file. */
	files?: Record<string, ContentFile>;
};

/**
 * A lesson rendered, in the order of its text. `html` is sanitised and may be written into a page as it is; the others
 * are written by components. In Markdown: `::question q1`, `::video files/x.mp4 captions=files/x.zh-CN.vtt Title`,
 * `::part Title` up to `::end`, each on a line of its own.
 */
export type LessonBlock =
	| { kind: 'html'; html: string }
	| { kind: 'question'; id: string }
	| { kind: 'video'; name: string; title: string; captions: string | null }
	| { kind: 'part'; id: string; title: string; blocks: LessonBlock[] };
