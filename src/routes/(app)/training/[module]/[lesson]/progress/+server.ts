import { lessonProgressSchema } from '$lib/features/training';
import { saveLessonProgress } from '$lib/features/training/index.server';
import { endpoint, readJson } from '$lib/server/http';
import type { RequestEvent } from './$types';

/** The reading place, reported by the lesson's page every 15 seconds and when it is left. */
export const POST = endpoint(async (ctx, event: RequestEvent) => {
	const { module, lesson } = event.params;
	await saveLessonProgress(ctx, { module, lesson, ...(await readJson(event, lessonProgressSchema)) });
	return new Response(null, { status: 204 });
});
