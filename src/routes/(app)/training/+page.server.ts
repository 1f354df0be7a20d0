import { listOwnAssignments } from '$lib/features/assignments/index.server';
import { listOwnClasses } from '$lib/features/classes/index.server';
import { isAsked, readTrainingFilter } from '$lib/features/training';
import { findTraining, getMyTraining } from '$lib/features/training/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = readTrainingFilter(url.searchParams);
	if (!isAsked(filter)) {
		const [mine, assigned] = [await getMyTraining(ctx), await listOwnAssignments(ctx)];
		return { filter, found: null, classes: [], mine, assigned };
	}
	const { q, area, method, tier, length } = filter;
	// Classes have no length to study; they stand beside the first page of modules.
	const wanted = { show: 'open' as const, ...(q && { q }), ...(area && { area }), ...(tier && { tier }) };
	const online = method === 'online' || length !== '' || filter.page > 1;
	const classes = online ? [] : await listOwnClasses(ctx, { ...wanted, method: method || undefined });
	return {
		filter,
		found: await findTraining(ctx, filter),
		classes: classes.slice(0, 5).map(({ id, title, method, startsAt }) => ({ id, title, method, startsAt })),
		mine: null,
		assigned: []
	};
});
