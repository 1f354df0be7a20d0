import { z } from 'zod';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';

const slug = z
	.string()
	.max(100)
	.regex(/^[a-z0-9-]+$/, key('app.field.unreadable'));

export const startModuleSchema = z.object({ module: slug });
export type StartModule = z.infer<typeof startModuleSchema>;

const partId = z.string().max(60);
export const lessonProgressSchema = z.object({
	/** How far down the page, 0 to 1; as it was when absent. */
	place: z.number().min(0).max(1).optional(),
	/** Time in use since the last report; reports come every 15 s, and on leaving. */
	seconds: z.int().min(0).max(120),
	/** Ids of parts that were opened. */
	parts: z.array(partId).max(100).default([]),
	/** File name of a video -> how far it was watched without a gap, in seconds. */
	watched: z
		.record(z.string().max(200), z.number().min(0).max(86_400))
		.refine((all) => Object.keys(all).length <= 50)
		.default({})
});
export type LessonPlace = { module: string; lesson: string };
export type SaveLessonProgress = z.input<typeof lessonProgressSchema> & LessonPlace;

/** A part that was opened in a page without scripts. */
export const openPartSchema = z
	.object({ module: slug, lesson: slug, part: partId })
	.transform(({ part, ...place }) => ({ ...place, seconds: 0, parts: [part], watched: {} }));

const option = z.string().max(10);
/** Ids of the chosen options: one field, or several. */
const chosen = z.union(
	[z.array(option).max(10), option.transform((one) => [one])],
	key('app.field.unreadable')
);
export const answerQuestionSchema = z.object({
	module: slug,
	lesson: slug,
	question: z.string().max(20),
	chosen: chosen.default([])
});
export type AnswerQuestion = z.infer<typeof answerQuestionSchema>;

export const finishLessonSchema = z.object({ module: slug, lesson: slug });
export type FinishLesson = z.infer<typeof finishLessonSchema>;

export const submitCheckSchema = z.object({
	module: slug,
	/** A form that answers nothing sends nothing. */
	answers: z.record(z.string().max(20), chosen).default({})
});
export type SubmitCheck = z.infer<typeof submitCheckSchema>;

export const grantTriesSchema = z.object({
	enrolment: id,
	tries: wholeNumber(1, 10),
	reason: requiredText(500)
});
export type GrantTries = z.infer<typeof grantTriesSchema>;

export const moveLearnersSchema = z.object({
	enrolments: z.array(id, key('training.enrolment.nobody_chosen')).min(1).max(100)
});
export type MoveLearners = z.infer<typeof moveLearnersSchema>;
