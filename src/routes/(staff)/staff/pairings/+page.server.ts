import {
	listPairings,
	listPairingUnits,
	PAGE_SIZE,
	readPairingFilter
} from '$lib/features/mentoring/index.server';
import { mayAnywhere } from '$lib/access/can';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = readPairingFilter(url.searchParams);
	const list = await listPairings(ctx, filter);
	return {
		...list,
		filter,
		pageSize: PAGE_SIZE,
		units: await listPairingUnits(ctx),
		mayCreate: mayAnywhere(ctx.actor, 'mentoring.pairing.create')
	};
});
