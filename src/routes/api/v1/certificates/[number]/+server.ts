import { json } from '@sveltejs/kit';
import { openAnswer } from '$lib/features/certificates';
import { verifyCertificate } from '$lib/features/certificates/index.server';
import { endpoint } from '$lib/server/http';

/** What the checking page says of a number, for anybody: the same fields whether there is such a certificate or not. */
export const GET = endpoint(
	async (ctx, { params, getClientAddress }) =>
		json(await verifyCertificate(ctx, params['number'] ?? '', getClientAddress()), { headers: openAnswer }),
	{ open: true }
);
