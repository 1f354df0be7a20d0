import { z } from 'zod';
import { id, key } from '$lib/shared/form';
import { MOST_WORDS, reviewKinds } from './review';

/** Radio buttons post text, an untouched group nothing; what is missing the command says, which knows the side. */
const level = z.preprocess(
	(value) => (value === '' ? undefined : value),
	z.coerce
		.number(key('app.field.choice'))
		.int(key('app.field.choice'))
		.min(1, key('app.field.choice'))
		.max(4, key('app.field.choice'))
		.optional()
);

export const submitReviewSchema = z
	.object({
		pairingId: id,
		kind: z.enum(reviewKinds, key('app.field.choice')),
		levels: z.record(z.string().max(40), level).default({}),
		words: z
			.record(z.string().max(40), z.string().trim().max(MOST_WORDS, key('app.field.too_long')))
			.default({})
	})
	.transform(({ levels, ...rest }) => ({
		...rest,
		levels: Object.fromEntries(
			Object.entries(levels).filter((one): one is [string, number] => one[1] !== undefined)
		)
	}));
export type SubmitReview = z.output<typeof submitReviewSchema>;
