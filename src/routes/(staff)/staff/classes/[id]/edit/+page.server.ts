import { updateClassSchema } from '$lib/features/classes';
import { getClassForm, updateClass } from '$lib/features/classes/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, event }) => ({
	options: await getClassForm(ctx, event.params['id'] ?? '')
}));

export const actions = {
	default: action(updateClassSchema, updateClass, {
		from: ({ params }) => ({ classId: params['id'] }),
		to: ({ id }) => `/staff/classes/${id}`,
		notice: 'staffClasses.notice.saved'
	})
};
