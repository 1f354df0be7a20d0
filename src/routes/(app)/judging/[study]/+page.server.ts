import { ofStudySchema } from '$lib/features/exams';
import { getOwnStudy, openItems, submitEstimates } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	study: await getOwnStudy(ctx, (event as PageServerLoadEvent).params.study)
}));

const from = ({ params }: RequestEvent) => ({ studyId: params['study'] });

export const actions = {
	open: action(ofStudySchema, openItems, { from, notice: 'standard.judging.opened' }),
	submit: action(ofStudySchema, submitEstimates, { from, notice: 'standard.judging.submitted' })
};
