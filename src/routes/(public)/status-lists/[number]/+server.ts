import { readList } from '$lib/features/certificates/index.server';
import { endpoint } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';

/** A list of revoked credentials, for whoever checks one from wherever. */
export const GET = endpoint(
	async (ctx, { params }) => {
		const list = await readList(ctx, Number(params['number']));
		if (!list) throw notFound();
		return new Response(list, {
			headers: {
				'content-type': 'application/vc+ld+json',
				'access-control-allow-origin': '*',
				// A revocation is to be seen at once.
				'cache-control': 'no-cache'
			}
		});
	},
	{ open: true }
);
