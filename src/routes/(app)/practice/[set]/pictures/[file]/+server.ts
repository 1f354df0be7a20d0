import { practicePicture } from '$lib/features/bank/index.server';
import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { endpoint } from '$lib/server/http';

/** A picture of a question, by the set that it is practised in. */
export const GET = endpoint(async (ctx, { params, request }) => {
	const id = await practicePicture(ctx, params['set'] ?? '', params['file'] ?? '');
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request);
});
