import { chooseQuestionsSchema, ofImport } from '$lib/features/bank';
import {
	chooseQuestions,
	confirmImport,
	dropImport,
	getImport,
	importFilterSchema
} from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ importId: params['import'] });

export const load = page(async ({ ctx, params, url }) => ({
	file: await getImport(
		ctx,
		params['import'] ?? '',
		importFilterSchema.parse(Object.fromEntries(url.searchParams))
	)
}));

export const actions = {
	choose: action(chooseQuestionsSchema, chooseQuestions, { from }),
	confirm: action(ofImport, confirmImport, {
		from,
		to: (_result, { importId }) => `/staff/items/import/${importId}`
	}),
	drop: action(ofImport, dropImport, {
		from,
		notice: 'staffBankImport.import.dropped',
		to: () => '/staff/items/import'
	})
};
