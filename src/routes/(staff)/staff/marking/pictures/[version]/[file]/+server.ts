import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { markingPicture } from '$lib/features/marking/index.server';
import { endpoint } from '$lib/server/http';

/** A picture of a question or case, for whoever reads answers to it: the address names nobody's paper. */
export const GET = endpoint(async (ctx, { params, request }) => {
	const id = await markingPicture(ctx, params['version'] ?? '', params['file'] ?? '');
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request);
});
