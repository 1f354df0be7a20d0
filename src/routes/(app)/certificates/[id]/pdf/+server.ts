import { renderCertificatePdf } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { endpoint } from '$lib/server/http';

export const GET = endpoint(async (ctx, { params, url }) => {
	const origin = env.origin || url.origin;
	const { name, bytes } = await renderCertificatePdf(ctx, params['id'] ?? '', origin);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
});
