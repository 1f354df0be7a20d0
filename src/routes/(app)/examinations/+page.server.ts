import { examinationFilterSchema } from '$lib/features/practicals';
import { listExaminations } from '$lib/features/practicals/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = examinationFilterSchema.parse(Object.fromEntries(url.searchParams));
	return { when: filter.when, examinations: await listExaminations(ctx, filter) };
});
