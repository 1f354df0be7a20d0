import { mayAnywhere } from '$lib/access/can';
import {
	listPairingUnits,
	listUnpaired,
	PAGE_SIZE,
	readPairingFilter
} from '$lib/features/mentoring/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = readPairingFilter(url.searchParams);
	return {
		...(await listUnpaired(ctx, filter)),
		filter,
		pageSize: PAGE_SIZE,
		units: await listPairingUnits(ctx),
		mayCreate: mayAnywhere(ctx.actor, 'mentoring.pairing.create'),
		mayMatch: mayAnywhere(ctx.actor, 'mentors.matching.manage')
	};
});
