import { getImportPicture } from '$lib/features/bank/index.server';
import { endpoint } from '$lib/server/http';

/** A picture that came with a file, until it is confirmed; whatever it holds, it runs nothing and reaches nothing. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const { mime, bytes } = await getImportPicture(
		ctx,
		params['import'] ?? '',
		url.searchParams.get('name') ?? ''
	);
	return new Response(bytes, {
		headers: {
			'content-type': mime,
			'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, max-age=600'
		}
	});
});
