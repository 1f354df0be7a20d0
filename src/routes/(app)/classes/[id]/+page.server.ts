import { enrolSchema, withdrawSchema } from '$lib/features/classes';
import { enrolSelf, getClass, withdrawSelf } from '$lib/features/classes/index.server';
import { action, page } from '$lib/server/http';

const from = (event: { params: Partial<Record<string, string>> }) => ({ classId: event.params['id'] });

export const load = page(async ({ ctx, event }) => ({
	training: await getClass(ctx, event.params['id'] ?? '')
}));

export const actions = {
	enrol: action(enrolSchema, enrolSelf, { from, notice: 'classes.notice.enrolled' }),
	withdraw: action(withdrawSchema, withdrawSelf, { from, notice: 'classes.notice.withdrawn' })
};
