import { createAssignmentSchema } from '$lib/features/assignments';
import {
	createAssignment,
	getAssignmentForm,
	previewAssignment
} from '$lib/features/assignments/index.server';
import { action, answer, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	...(await getAssignmentForm(ctx)),
	/** What a page that leads here suggests. */
	subject: url.searchParams.get('subject')
}));

export const actions = {
	preview: answer(createAssignmentSchema, async (ctx, input) => ({
		preview: await previewAssignment(ctx, input),
		input
	})),
	create: action(createAssignmentSchema, createAssignment, {
		notice: 'staffAssignments.created',
		to: ({ id }) => `/staff/assignments/${id}`
	})
};
