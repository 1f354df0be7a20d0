import { readCredential } from '$lib/features/certificates/index.server';
import { endpoint } from '$lib/server/http';

export const GET = endpoint(async (ctx, { params }) => {
	const { name, text } = await readCredential(ctx, params['id'] ?? '', 'json');
	return new Response(text, {
		headers: {
			'content-type': 'application/vc+ld+json',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
});
