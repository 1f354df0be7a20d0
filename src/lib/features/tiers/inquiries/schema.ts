import { z } from 'zod';
import { id, key, requiredText } from '$lib/shared/form';

export const inquiryKinds = ['explanation', 'objection'] as const;
export type InquiryKind = (typeof inquiryKinds)[number];

/** What a person asks or objects to about how they stand, or about a decision on them. */
export const raiseInquirySchema = z.object({
	kind: z.enum(inquiryKinds, key('app.field.choice')),
	ladder: requiredText(60),
	decisionId: z
		.union([z.literal('').transform(() => null), id])
		.nullish()
		.transform((value) => value ?? null),
	words: requiredText(2000)
});
export type RaiseInquiry = z.infer<typeof raiseInquirySchema>;

export const answerInquirySchema = z.object({
	inquiryId: id,
	answer: requiredText(4000),
	/** Of an objection: whether it was found right. */
	upheld: z
		.enum(['yes', 'no'], key('app.field.choice'))
		.nullish()
		.transform((value) => (value ? value === 'yes' : null))
});
export type AnswerInquiry = z.infer<typeof answerInquirySchema>;

export const inquiryFilterSchema = z.object({
	state: z.enum(['open', 'answered']).catch('open').default('open'),
	page: z.coerce.number().int().min(1).max(100_000).catch(1).default(1)
});
