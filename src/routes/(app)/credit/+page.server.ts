import { getMyCredit, listMyClaims } from '$lib/features/credit/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => ({
	...(await getMyCredit(ctx, Number(url.searchParams.get('year')) || null)),
	claims: await listMyClaims(ctx)
}));
