import { json } from '@sveltejs/kit';
import { checkDraftSchema } from '$lib/features/tiers';
import { checkDraft } from '$lib/features/tiers/index.server';
import { endpoint, readJson } from '$lib/server/http';

/** What is wrong with a text that is being typed, and what it says. Keeps nothing. */
export const POST = endpoint(async (ctx, event) =>
	json(await checkDraft(ctx, event.params['id'] ?? '', await readJson(event, checkDraftSchema)))
);
