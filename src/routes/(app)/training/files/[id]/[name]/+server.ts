import { fileAnswer } from '$lib/features/files/index.server';
import { getModuleFile } from '$lib/features/training/index.server';
import { endpoint } from '$lib/server/http';

/** A picture, video, captions or document that a module shows; the name is for people, the id decides. */
export const GET = endpoint(async (ctx, event) => {
	const file = await getModuleFile(ctx, event.params['id'] ?? '');
	return fileAnswer(ctx.db, file, event.request, { keep: 3600 });
});
