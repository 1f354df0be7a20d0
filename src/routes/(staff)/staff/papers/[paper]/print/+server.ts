import { printPaperSchema } from '$lib/features/bank';
import { printPaper } from '$lib/features/bank/index.server';
import { endpoint, readForm } from '$lib/server/http';
import type { RequestHandler } from './$types';

// Posted, not asked for: each document of a sealed paper is an opening, and no link may cause one by being followed.
export const POST: RequestHandler = endpoint(async (ctx, event) => {
	const from = { paperId: event.params.paper };
	const { pdf, name } = await printPaper(ctx, await readForm(event, printPaperSchema, { from }));
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
});
