import { issuerDocument } from '$lib/features/certificates/index.server';
import { endpoint } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';

/** The issuer's keys, for whoever checks a credential from wherever (did:web). */
export const GET = endpoint(
	async (ctx) => {
		const document = await issuerDocument(ctx);
		if (!document) throw notFound();
		return new Response(JSON.stringify(document), {
			headers: {
				'content-type': 'application/did+ld+json',
				'access-control-allow-origin': '*',
				'cache-control': 'public, max-age=300'
			}
		});
	},
	{ open: true }
);
