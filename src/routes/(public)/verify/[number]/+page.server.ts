import { compareHolderSchema } from '$lib/features/certificates';
import { compareHolder, verifyCertificate } from '$lib/features/certificates/index.server';
import { answer, page } from '$lib/server/http';

export const load = page(
	async ({ ctx, event, params }) => {
		event.setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
		return { verification: await verifyCertificate(ctx, params['number'] ?? '', event.getClientAddress()) };
	},
	{ open: true }
);

export const actions = {
	compare: answer(
		compareHolderSchema,
		(ctx, input, event) => compareHolder(ctx, input, event.getClientAddress()),
		{ open: true, from: ({ params }) => ({ number: params['number'] }) }
	)
};
