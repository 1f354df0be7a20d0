import { markExampleSchema } from '$lib/features/marking';
import { getExamples, markExample } from '$lib/features/marking/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	examples: await getExamples(ctx, (event as PageServerLoadEvent).params.sitting)
}));

export const actions = {
	default: action(markExampleSchema, markExample)
};
