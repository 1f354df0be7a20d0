import { z } from 'zod';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';
import { allocations, flagKinds } from './states';

const sittingId = id;
const revision = z.coerce.number().int().min(0).max(1_000_000);

export const savePlanSchema = z.object({
	sittingId,
	/** What the form was made of; 0 where there was no plan yet. */
	revision,
	markerIds: z.array(id).max(200).default([]),
	allocation: z.enum(allocations, key('app.field.choice')).default('question'),
	apartPercent: wholeNumber(0, 100),
	samplePercent: wholeNumber(0, 100),
	exampleCount: wholeNumber(0, 20),
	exampleApart: wholeNumber(0, 100),
	moderatorId: z
		.union([z.literal('').transform(() => null), id, z.null(), z.undefined().transform(() => null)])
		.default(null)
});
export type SavePlan = z.output<typeof savePlanSchema>;

export const ofSittingSchema = z.object({ sittingId });
export type OfSitting = z.output<typeof ofSittingSchema>;

/** Levels by row of a rubric, and half marks, as a form posts them. */
const choice = {
	levels: z.record(z.string().max(100), z.coerce.number().int().min(0).max(100)).default({}),
	/** In marks. */
	earned: z
		.union([
			z.literal('').transform(() => null),
			z.null(),
			z.undefined().transform(() => null),
			z.coerce
				.number(key('app.field.number'))
				.min(0, key('marking.mark.range'))
				.max(10_000, key('marking.mark.range'))
		])
		.default(null)
};
const inHundredths = <T extends { earned: number | null }>({ earned, ...rest }: T) => ({
	...rest,
	hundredths: earned === null ? null : Math.round(earned * 100)
});

const flag = z
	.union([
		z.literal('').transform(() => null),
		z.enum(flagKinds),
		z.null(),
		z.undefined().transform(() => null)
	])
	.default(null);
const words = (most: number) => z.string().trim().max(most, key('app.field.too_long')).default('');

const draft = z.object({
	/** What the page was made of. */
	revision,
	...choice,
	note: words(2000),
	flag,
	flagNote: words(1000),
	/** How much longer it was before the marker's eyes, by the device; for progress alone. */
	seconds: z.coerce.number().int().min(0).max(7200).catch(0).default(0)
});
export const saveMarkSchema = draft.extend({ taskId: id }).transform(inHundredths);
/** What a page sends by itself: its address says which answer it is about. */
export const draftSchema = draft.transform(inHundredths);
export type SaveMark = z.output<typeof saveMarkSchema>;

export const addExampleSchema = z
	.object({
		sittingId,
		itemVersionId: id,
		text: requiredText(20_000),
		...choice,
		words: requiredText(2000)
	})
	.transform(inHundredths);
export type AddExample = z.output<typeof addExampleSchema>;

export const markExampleSchema = z.object({ exampleId: id, ...choice }).transform(inHundredths);
export type MarkExample = z.output<typeof markExampleSchema>;

export const allocateAnswersSchema = z.object({
	sittingId,
	/** A file that says who reads what, where the plan asks for one. */
	text: z.string().max(400_000).optional()
});
export type AllocateAnswers = z.output<typeof allocateAnswersSchema>;

export const reassignAnswersSchema = z.object({ sittingId, fromId: id, toId: id });
export type ReassignAnswers = z.output<typeof reassignAnswersSchema>;

export const moderateAnswerSchema = z
	.object({
		answerId: id,
		/** Of the outcome that was looked at; 0 where nothing was decided. */
		version: revision,
		act: z.enum(['confirm', 'change'], key('app.field.choice')),
		...choice,
		reason: words(2000)
	})
	.transform(inHundredths);
export type ModerateAnswer = z.output<typeof moderateAnswerSchema>;
