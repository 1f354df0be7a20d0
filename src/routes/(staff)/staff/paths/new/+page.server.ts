import { createPathSchema } from '$lib/features/paths';
import { createPath, getPathForm } from '$lib/features/paths/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx }) => getPathForm(ctx, null));

export const actions = {
	create: action(createPathSchema, createPath, {
		notice: 'staffPaths.created',
		to: ({ code }) => `/staff/paths/${code}`
	})
};
