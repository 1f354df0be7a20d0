import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { reportAttachment } from '$lib/features/visits/index.server';
import { endpoint } from '$lib/server/http';

export const GET = endpoint(async (ctx, { params, request }) => {
	const id = await reportAttachment(ctx, params['id'] ?? '', params['file'] ?? '');
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request);
});
