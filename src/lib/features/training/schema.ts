import { z } from 'zod';
import { key } from '$lib/shared/form';

const slug = z
	.string()
	.max(100)
	.regex(/^[a-z0-9-]+$/, key('app.field.unreadable'));

export const startModuleSchema = z.object({ module: slug });
export type StartModule = z.infer<typeof startModuleSchema>;

export const lessonProgressSchema = z.object({
	/** How far down the page, 0 to 1. */
	place: z.number().min(0).max(1),
	/** Time in use since the last report; reports come every 15 s, and on leaving. */
	seconds: z.int().min(0).max(120)
});
export type LessonPlace = { module: string; lesson: string };
export type SaveLessonProgress = z.infer<typeof lessonProgressSchema> & LessonPlace;

export const finishLessonSchema = z.object({ module: slug, lesson: slug });
export type FinishLesson = z.infer<typeof finishLessonSchema>;

const option = z.string().max(10);
export const submitCheckSchema = z.object({
	module: slug,
	/** A form that answers nothing sends nothing. */
	answers: z
		.record(
			z.string().max(20),
			z.union([z.array(option).max(10), option.transform((one) => [one])], key('app.field.unreadable'))
		)
		.default({})
});
export type SubmitCheck = z.infer<typeof submitCheckSchema>;
