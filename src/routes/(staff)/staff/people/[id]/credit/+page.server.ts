import { correctEntrySchema } from '$lib/features/credit';
import { correctEntry, getCreditOf } from '$lib/features/credit/index.server';
import { getPerson } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, event, url }) => {
	const id = event.params['id'] ?? '';
	return {
		person: await getPerson(ctx, id),
		credit: await getCreditOf(ctx, id, Number(url.searchParams.get('year')) || null)
	};
});

export const actions = {
	correct: action(correctEntrySchema, correctEntry, { notice: 'staffCredit.notice.corrected' })
};
