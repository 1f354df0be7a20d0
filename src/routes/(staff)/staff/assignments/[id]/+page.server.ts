import { assigneeFilterSchema, endAssignmentSchema, settleExceptionsSchema } from '$lib/features/assignments';
import { endAssignment, getAssignment, settleExceptions } from '$lib/features/assignments/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';

const from = ({ params }: RequestEvent) => ({ assignmentId: params['id'] });

export const load = page(async ({ ctx, params, url }) => ({
	assignment: await getAssignment(
		ctx,
		params['id'] ?? '',
		assigneeFilterSchema.parse(Object.fromEntries(url.searchParams))
	)
}));

export const actions = {
	settle: action(settleExceptionsSchema, settleExceptions, {
		notice: 'staffAssignments.exceptions.settled',
		from
	}),
	end: action(endAssignmentSchema, endAssignment, { notice: 'staffAssignments.ended', from })
};
