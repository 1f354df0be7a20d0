import { getCertificate, verificationAddress } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(async ({ ctx, params, url }) => {
	const certificate = await getCertificate(ctx, params['id'] ?? '');
	return {
		certificate,
		address: verificationAddress(env.origin || url.origin, certificate.printed.number),
		today: dateIn(ctx.now)
	};
});
