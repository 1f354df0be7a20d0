import { releaseResultsSchema } from '$lib/features/exams';
import { getSitting, listCandidates, releaseResults } from '$lib/features/exams/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => {
	const id = (event as PageServerLoadEvent).params.sitting;
	return { sitting: await getSitting(ctx, id), candidates: await listCandidates(ctx, id) };
});

export const actions = {
	release: action(releaseResultsSchema, releaseResults, {
		from: ({ params }) => ({ sittingId: params['sitting'] }),
		notice: 'staffExams.sittings.released'
	})
};
