import { assignmentFilterSchema } from '$lib/features/assignments';
import { listAssignments } from '$lib/features/assignments/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx, url }) =>
	listAssignments(ctx, assignmentFilterSchema.parse(Object.fromEntries(url.searchParams)))
);
