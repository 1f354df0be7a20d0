import { compareHolderSchema } from '$lib/features/certificates';
import { compareHolder, verifyCertificate } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { answer, page } from '$lib/server/http';

// Whoever looks once needs no script: on a slow phone the answer stands there at once.
export const csr = false;

export const load = page(
	async ({ ctx, event, params }) => {
		event.setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
		const { verification } = event.locals;
		const number = params['number'] ?? '';
		const asked = verification ?? verifyCertificate(ctx, number, event.getClientAddress());
		return { verification: await asked, reportTo: env.reportTo };
	},
	{ open: true }
);

export const actions = {
	compare: answer(
		compareHolderSchema,
		async (ctx, input, event) => ({
			name: input.name,
			holder: await compareHolder(ctx, input, event.getClientAddress())
		}),
		{ open: true, from: ({ params }) => ({ number: params['number'] }) }
	)
};
