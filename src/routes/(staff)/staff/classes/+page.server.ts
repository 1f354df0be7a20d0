import { listStaffClasses, staffClassFilterSchema } from '$lib/features/classes/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = staffClassFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { filter, ...(await listStaffClasses(ctx, filter)) };
});
