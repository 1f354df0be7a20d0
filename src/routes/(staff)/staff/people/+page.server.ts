import { mayAnywhere } from '$lib/access/can';
import { peopleFilter } from '$lib/features/people';
import { listPeople, listUnits } from '$lib/features/people/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = peopleFilter(url.searchParams);
	return {
		filter,
		list: await listPeople(ctx, filter),
		units: await listUnits(ctx, { where: 'people.person.read' }),
		mayImport: mayAnywhere(ctx.actor, 'people.evidence.record'),
		mayCreate: mayAnywhere(ctx.actor, 'people.person.create')
	};
});
