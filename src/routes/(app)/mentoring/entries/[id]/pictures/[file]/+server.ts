import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { entryPicture } from '$lib/features/mentoring/index.server';
import { endpoint } from '$lib/server/http';

export const GET = endpoint(async (ctx, { params, request }) => {
	const id = await entryPicture(ctx, params['id'] ?? '', params['file'] ?? '');
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request);
});
