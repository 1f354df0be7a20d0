import { renderTemplatePdf } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { endpoint } from '$lib/server/http';

/** A version with made-up facts, as it is printed. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const { name, bytes } = await renderTemplatePdf(ctx, params['version'] ?? '', env.origin || url.origin);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
});
