import { caseFormSchema, fromAddress, proposeCasesSchema } from '$lib/features/tiers';
import { getCaseForm, proposeCases } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const ask = fromAddress(caseFormSchema, url);
	return { ask, form: await getCaseForm(ctx, { ...ask, personId: ask.person }) };
});

export const actions = {
	propose: action(proposeCasesSchema, proposeCases, {
		notice: 'staffTiers.board.propose.done',
		to: (ids) => `/staff/decisions/${ids[0]}`
	})
};
