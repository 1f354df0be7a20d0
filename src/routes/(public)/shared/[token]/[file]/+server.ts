import { readSharedFile, sharedFiles } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { endpoint } from '$lib/server/http';
import { notFound } from '$lib/shared/errors';

const types = { pdf: 'application/pdf', json: 'application/vc+ld+json', jwt: 'application/jwt' };

export const GET = endpoint(
	async (ctx, { params, url, getClientAddress }) => {
		const kind = sharedFiles.find((known) => known === params['file']);
		if (!kind) throw notFound();
		const { name, content } = await readSharedFile(ctx, {
			...{ token: params['token'] ?? '', kind },
			...{ address: getClientAddress(), origin: env.origin || url.origin }
		});
		return new Response(content as BodyInit, {
			headers: {
				'content-type': types[kind],
				'content-disposition': `${kind === 'pdf' ? 'inline' : 'attachment'}; filename="${name}"`,
				'cache-control': 'no-store',
				'x-robots-tag': 'noindex, nofollow'
			}
		});
	},
	{ open: true }
);
