import { revokeCertificateSchema } from '$lib/features/certificates';
import {
	getStaffCertificate,
	revokeCertificate,
	verificationAddress
} from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { action, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(async ({ ctx, params, url }) => {
	const certificate = await getStaffCertificate(ctx, params['id'] ?? '');
	return {
		certificate,
		address: verificationAddress(env.origin || url.origin, certificate.printed.number),
		today: dateIn(ctx.now)
	};
});

export const actions = {
	revoke: action(revokeCertificateSchema, revokeCertificate, {
		from: ({ params }) => ({ certificateId: params['id'] }),
		notice: 'certificates.notice.revoked'
	})
};
