import {
	countOpenFlags,
	countPairings,
	listPairings,
	listPairingUnits,
	listUnpaired,
	PAGE_SIZE,
	readPairingFilter
} from '$lib/features/mentoring/index.server';
import { countOverCapacity } from '$lib/features/mentors/index.server';
import { mayAnywhere } from '$lib/access/can';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = readPairingFilter(url.searchParams);
	const list = await listPairings(ctx, filter);
	const { total: unpaired } = await listUnpaired(ctx, { q: '', unitId: filter.unitId, page: 1 }, 1);
	return {
		...list,
		filter,
		pageSize: PAGE_SIZE,
		counts: await countPairings(ctx, filter),
		unpaired,
		over: await countOverCapacity(ctx),
		flags: await countOpenFlags(ctx),
		units: await listPairingUnits(ctx),
		mayCreate: mayAnywhere(ctx.actor, 'mentoring.pairing.create')
	};
});
