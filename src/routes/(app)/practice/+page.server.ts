import { startPracticeSchema } from '$lib/features/bank';
import { listPractice, startPractice } from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, url }) => {
	const number = Math.trunc(Number(url.searchParams.get('page')));
	return listPractice(ctx, number >= 1 && number <= 10_000 ? number : 1);
});

export const actions = {
	start: action(startPracticeSchema, startPractice, { to: ({ setId }) => `/practice/${setId}` })
};
