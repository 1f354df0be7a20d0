import { checkFileSchema } from '$lib/features/certificates';
import { checkUpload } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { answer, page, uploadedFile } from '$lib/server/http';

export const load = page(
	({ event }) => {
		event.setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
		return { reportTo: env.reportTo };
	},
	{ open: true }
);

export const actions = {
	/** For browsers without scripts: others hash the file themselves and keep it. */
	check: answer(checkFileSchema, (ctx, input, event) => checkUpload(ctx, input, event.getClientAddress()), {
		open: true,
		files: uploadedFile
	})
};
