import { answerInquiry, answerInquirySchema, getInquiry } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({ inquiry: await getInquiry(ctx, params['id'] ?? '') }));

export const actions = {
	answer: action(answerInquirySchema, answerInquiry, {
		from: ({ params }) => ({ inquiryId: params['id'] }),
		notice: 'staffInquiries.answer.done'
	})
};
