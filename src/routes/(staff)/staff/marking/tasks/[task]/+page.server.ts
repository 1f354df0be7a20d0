import { saveMarkSchema } from '$lib/features/marking';
import { getTask, saveMark } from '$lib/features/marking/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	task: await getTask(ctx, (event as PageServerLoadEvent).params.task)
}));

export const actions = {
	default: action(saveMarkSchema, saveMark, {
		from: ({ params }) => ({ taskId: params['task'] }),
		to: ({ nextId }) => (nextId ? `/staff/marking/tasks/${nextId}` : '/staff/marking')
	})
};
