import { authorize } from '$lib/access/can';
import { createPeriodSchema } from '$lib/features/assessments';
import { createPeriod } from '$lib/features/assessments/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx }) => authorize(ctx.actor, 'assessments.period.manage'));

export const actions = {
	default: action(createPeriodSchema, createPeriod, {
		to: ({ id }) => `/staff/assessments/${id}`,
		notice: 'staffAssessments.new.done'
	})
};
