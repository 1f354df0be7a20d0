import { readTemplatePicture } from '$lib/features/certificates/index.server';
import { fileAnswer } from '$lib/features/files/index.server';
import { endpoint } from '$lib/server/http';

/** A version's seal, or the picture of a signature. */
export const GET = endpoint(async (ctx, { params, request }) => {
	const { version = '', which = '' } = params;
	return fileAnswer(ctx.db, await readTemplatePicture(ctx, { version, which }), request);
});
