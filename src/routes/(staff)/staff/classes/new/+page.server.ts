import { createClassSchema } from '$lib/features/classes';
import { createClass, getClassForm } from '$lib/features/classes/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ options: await getClassForm(ctx, null) }));

export const actions = {
	default: action(createClassSchema, createClass, {
		to: ({ id }) => `/staff/classes/${id}`,
		notice: 'staffClasses.notice.created'
	})
};
