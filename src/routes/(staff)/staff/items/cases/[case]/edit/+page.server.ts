import { saveCaseSchema } from '$lib/features/bank';
import { getCaseForm, saveCase } from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params }) => ({ case: await getCaseForm(ctx, params['case'] ?? '') }));

export const actions = {
	save: action(saveCaseSchema, saveCase, {
		from: ({ params }) => ({ caseId: params['case'] }),
		notice: 'app.saved',
		to: ({ id }) => `/staff/items/cases/${id}`
	})
};
