import { json } from '@sveltejs/kit';
import { openAnswer } from '$lib/features/certificates';
import { findFile } from '$lib/features/certificates/index.server';
import { endpoint } from '$lib/server/http';

/** Whether the site handed out the file with this SHA-256, in hexadecimal; for anybody. The file itself is not sent. */
export const GET = endpoint(
	async (ctx, { params, getClientAddress }) =>
		json(await findFile(ctx, params['sha256'] ?? '', getClientAddress()), { headers: openAnswer }),
	{ open: true }
);
