import { json } from '@sveltejs/kit';
import { saveAnswersSchema } from '$lib/features/exams';
import { saveAnswers } from '$lib/features/exams/index.server';
import { endpoint, readJson } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import type { RequestEvent } from './$types';

const body = saveAnswersSchema.omit({ attemptId: true });

/** Saves a batch of answers; an empty one tells the time that is left. Replies with a `SavedReply`. */
export const PUT = endpoint(async (ctx, event: RequestEvent) => {
	const attemptId = event.params.id;
	if (!isId(attemptId)) throw notFound();
	const { answers } = await readJson(event, body);
	return json(await saveAnswers(ctx, { attemptId, answers }));
});
