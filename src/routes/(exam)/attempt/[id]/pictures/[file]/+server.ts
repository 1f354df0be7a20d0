import { paperPicture } from '$lib/features/exams/index.server';
import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { endpoint } from '$lib/server/http';

/** A picture of a paper, by the attempt that it is shown in. */
export const GET = endpoint(async (ctx, { params, request }) => {
	const id = await paperPicture(ctx, params['id'] ?? '', params['file'] ?? '');
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request);
});
