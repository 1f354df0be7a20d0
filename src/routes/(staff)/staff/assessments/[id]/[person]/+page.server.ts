import { recordResultSchema } from '$lib/features/assessments';
import { getResult, recordResult } from '$lib/features/assessments/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, event }) =>
	getResult(ctx, event.params['id'] ?? '', event.params['person'] ?? '')
);

export const actions = {
	default: action(recordResultSchema, recordResult, {
		from: ({ params }) => ({ periodId: params['id'], personId: params['person'] }),
		notice: 'staffAssessments.result.done'
	})
};
