import { answerSheet } from '$lib/features/marking/index.server';
import { endpoint } from '$lib/server/http';

/** The answers to be read, to write markers into: codes, questions and lengths. */
export const GET = endpoint(async (ctx, { params }) => {
	const bytes = await answerSheet(ctx, params['sitting'] ?? '');
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="answers.csv"',
			'cache-control': 'private, no-store'
		}
	});
});
