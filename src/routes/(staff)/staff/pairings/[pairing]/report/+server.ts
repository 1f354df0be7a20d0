import { exportEvidence } from '$lib/features/mentoring/index.server';
import { endpoint } from '$lib/server/http';

/** HR's copy of the evidence of a pairing, as PDF. */
export const GET = endpoint(async (ctx, { params }) => {
	const { name, bytes } = await exportEvidence(ctx, params['pairing'] ?? '', { staff: true });
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `inline; filename="${name}"`,
			'cache-control': 'private, no-store'
		}
	});
});
