import { z } from 'zod';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';

export const publishPledgeSchema = z.object({
	code: z
		.string(key('app.field.required'))
		.trim()
		.regex(/^[a-z][a-zA-Z0-9]{1,39}$/, key('pledges.text.code')),
	titleZh: requiredText(80),
	titleEn: requiredText(120),
	bodyZh: requiredText(20_000),
	bodyEn: requiredText(20_000),
	/** Empty: without end. */
	validMonths: z.union([z.literal('').transform(() => null), z.null(), wholeNumber(1, 600)]).default(null),
	/** The version that the form was opened on; 0: a new letter. */
	after: wholeNumber(0, 100_000)
});
export type PublishPledge = z.infer<typeof publishPledgeSchema>;

export const signPledgeSchema = z.object({
	textId: id,
	agree: z.literal('on', key('pledges.agree'))
});
export type SignPledge = z.infer<typeof signPledgeSchema>;
