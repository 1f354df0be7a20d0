import {
	cancelClassSchema,
	closeClassSchema,
	decideRequestSchema,
	openClassSchema,
	removeLearnerSchema
} from '$lib/features/classes';
import {
	cancelClass,
	closeClass,
	decideRequest,
	getStaffClass,
	openClass,
	removeLearner
} from '$lib/features/classes/index.server';
import { action, page } from '$lib/server/http';

const from = (event: { params: Partial<Record<string, string>> }) => ({ classId: event.params['id'] });

export const load = page(async ({ ctx, event }) => ({
	training: await getStaffClass(ctx, event.params['id'] ?? '')
}));

export const actions = {
	open: action(openClassSchema, openClass, { from, notice: 'staffClasses.notice.opened' }),
	cancel: action(cancelClassSchema, cancelClass, { from, notice: 'staffClasses.notice.cancelled' }),
	close: action(closeClassSchema, closeClass, { from, notice: 'staffClasses.notice.closed' }),
	decide: action(decideRequestSchema, decideRequest, { from, notice: 'staffClasses.notice.decided' }),
	remove: action(removeLearnerSchema, removeLearner, { from, notice: 'staffClasses.notice.removed' })
};
