import {
	listOwnDecisions,
	listOwnInquiries,
	ownLadders,
	raiseInquiry,
	raiseInquirySchema
} from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	decisions: await listOwnDecisions(ctx),
	inquiries: await listOwnInquiries(ctx),
	ladders: await ownLadders(ctx)
}));

export const actions = { ask: action(raiseInquirySchema, raiseInquiry, { notice: 'inquiries.ask.sent' }) };
