import { saveEstimateSchema } from '$lib/features/exams';
import { getJudgedItem, saveEstimate } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const { study, place } = (event as PageServerLoadEvent).params;
	return { item: await getJudgedItem(ctx, study, Number(place)) };
});

export const actions = {
	default: action(saveEstimateSchema, saveEstimate, {
		from: ({ params }) => ({ studyId: params['study'], place: params['place'] }),
		to: ({ studyId, next }) => (next === null ? `/judging/${studyId}` : `/judging/${studyId}/${next}`),
		notice: 'standard.judging.saved'
	})
};
