import type { RequestEvent } from '@sveltejs/kit';
import { approveRequestSchema, rejectRequestSchema } from '$lib/features/certificates';
import {
	approveRequest,
	getRequest,
	rejectRequest,
	resumeRequest
} from '$lib/features/certificates/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({
	request: await getRequest(ctx, params['request'] ?? '')
}));

const from = ({ params }: RequestEvent) => ({ requestId: params['request'] });

export const actions = {
	approve: action(approveRequestSchema, approveRequest, { from, notice: 'certificates.notice.approved' }),
	reject: action(rejectRequestSchema, rejectRequest, { from, notice: 'certificates.notice.rejected' }),
	resume: action(approveRequestSchema, resumeRequest, { from, notice: 'certificates.notice.resumed' })
};
