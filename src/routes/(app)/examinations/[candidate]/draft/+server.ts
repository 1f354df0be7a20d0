import { json } from '@sveltejs/kit';
import { saveSheetSchema } from '$lib/features/practicals';
import { saveSheet } from '$lib/features/practicals/index.server';
import { endpoint, readForm } from '$lib/server/http';
import type { RequestEvent } from './$types';

/** Keeps a sheet while it is being filled in. */
export const POST = endpoint(async (ctx, event: RequestEvent) => {
	const from = { candidateId: event.params.candidate };
	return json(await saveSheet(ctx, await readForm(event, saveSheetSchema, { from })));
});
