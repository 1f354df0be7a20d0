import { saveCaseSchema } from '$lib/features/bank';
import { newCaseForm, saveCase } from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx }) => Promise.resolve({ case: newCaseForm(ctx) }));

export const actions = {
	save: action(saveCaseSchema, saveCase, {
		notice: 'app.saved',
		to: ({ id }) => `/staff/items/cases/${id}`
	})
};
