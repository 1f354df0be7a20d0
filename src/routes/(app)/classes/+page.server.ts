import { classFilterSchema, listCheckIns, listOwnClasses } from '$lib/features/classes/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = classFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { filter, classes: await listOwnClasses(ctx, filter), going: await listCheckIns(ctx) };
});
