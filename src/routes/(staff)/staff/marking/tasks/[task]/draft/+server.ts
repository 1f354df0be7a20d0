import { json } from '@sveltejs/kit';
import { draftSchema } from '$lib/features/marking';
import { saveDraft } from '$lib/features/marking/index.server';
import { endpoint, readJson } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import type { RequestEvent } from './$types';

/** Keeps what a marker has said so far, as the page sends it by itself. Replies with the revision that the next one follows. */
export const PUT = endpoint(async (ctx, event: RequestEvent) => {
	const taskId = event.params.task;
	if (!isId(taskId)) throw notFound();
	return json(await saveDraft(ctx, { ...(await readJson(event, draftSchema)), taskId }));
});
