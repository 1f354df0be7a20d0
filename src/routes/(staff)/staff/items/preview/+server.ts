import { json } from '@sveltejs/kit';
import { previewItemSchema } from '$lib/features/bank';
import { previewItem } from '$lib/features/bank/index.server';
import { endpoint, readForm } from '$lib/server/http';

/** How a question would look and what says nearly the same, while it is being typed. Keeps nothing. */
export const POST = endpoint(async (ctx, event) =>
	json(await previewItem(ctx, await readForm(event, previewItemSchema)))
);
