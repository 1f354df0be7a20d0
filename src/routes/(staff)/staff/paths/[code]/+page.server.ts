import { retirePathSchema, updatePathSchema } from '$lib/features/paths';
import { getPathForm, retirePath, updatePath } from '$lib/features/paths/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';

const from = ({ params }: RequestEvent) => ({ code: params['code'] });

export const load = page(({ ctx, params }) => getPathForm(ctx, params['code'] ?? ''));

export const actions = {
	update: action(updatePathSchema, updatePath, { notice: 'staffPaths.updated', from }),
	retire: action(retirePathSchema, retirePath, {
		...{ notice: 'staffPaths.retire.done', from },
		to: () => '/staff/paths'
	})
};
