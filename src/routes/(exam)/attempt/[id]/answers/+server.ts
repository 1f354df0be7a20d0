import { json } from '@sveltejs/kit';
import { saveAnswersSchema } from '$lib/features/exams';
import { judgeLeaving, saveAnswers } from '$lib/features/exams/index.server';
import { deviceOf, endpoint, readJson } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import type { RequestEvent } from './$types';

const body = saveAnswersSchema.omit({ attemptId: true });

/**
 * Saves a batch of answers; an empty one tells the time that is left. Replies with a `SavedReply`. On a served site
 * `servingSaves` answers before this does.
 */
export const PUT = endpoint(async (ctx, event: RequestEvent) => {
	const attemptId = event.params.id;
	if (!isId(attemptId)) throw notFound();
	const input = { ...(await readJson(event, body)), attemptId };
	const reply = await saveAnswers(ctx, input, deviceOf(event));
	if (input.events?.some(({ kind }) => kind === 'leave')) await judgeLeaving(ctx, { attemptId });
	return json(reply);
});
