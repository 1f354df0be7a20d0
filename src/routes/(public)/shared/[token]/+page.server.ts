import { verificationOfShared } from '$lib/features/certificates';
import { openShare } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { page } from '$lib/server/http';

/** For whoever was given the address: it is the key, so no session is asked for. */
export const load = page(
	async ({ ctx, event, params }) => {
		event.setHeaders({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
		const certificate = await openShare(ctx, params['token'] ?? '', event.getClientAddress());
		const verification = verificationOfShared(certificate, ctx.now);
		return { verification, printed: certificate.printed, reportTo: env.reportTo };
	},
	{ open: true }
);
