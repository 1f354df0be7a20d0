import { json } from '@sveltejs/kit';
import { blueprintFormSchema } from '$lib/features/bank';
import { countBlueprintCells } from '$lib/features/bank/index.server';
import { endpoint, readForm } from '$lib/server/http';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async (ctx, event) =>
	json(await countBlueprintCells(ctx, event.params.id, await readForm(event, blueprintFormSchema)))
);
