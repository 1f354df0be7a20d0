import { getEndorsements, listEndorsable } from '$lib/features/tiers/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, event, url }) => {
	const q = (url.searchParams.get('q') ?? '').slice(0, 100);
	return {
		q,
		own: await getEndorsements(ctx, event.locals.user!.id),
		people: await listEndorsable(ctx, q)
	};
});
