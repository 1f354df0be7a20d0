import type { RequestEvent } from '@sveltejs/kit';
import { recuseExaminerSchema, saveSheetSchema } from '$lib/features/practicals';
import { getSheet, recuseExaminer, saveSheet, submitSheet } from '$lib/features/practicals/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	sheet: await getSheet(ctx, (event as PageServerLoadEvent).params.candidate)
}));

const from = ({ params }: RequestEvent) => ({ candidateId: params['candidate'] });

export const actions = {
	save: action(saveSheetSchema, saveSheet, { from, notice: 'practicals.sheet.draft_saved' }),
	submit: action(saveSheetSchema, submitSheet, { from, notice: 'practicals.sheet.submitted_notice' }),
	recuse: action(recuseExaminerSchema, recuseExaminer, {
		from,
		to: () => '/examinations',
		notice: 'practicals.sheet.recused'
	})
};
