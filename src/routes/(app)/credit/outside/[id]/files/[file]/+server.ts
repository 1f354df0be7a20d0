import { claimEvidence } from '$lib/features/credit/index.server';
import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { endpoint } from '$lib/server/http';

export const GET = endpoint(async (ctx, { params, request }) => {
	const id = await claimEvidence(ctx, params['id'] ?? '', params['file'] ?? '');
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request);
});
