import type { RequestEvent } from '@sveltejs/kit';
import {
	replaceCertificateSchema,
	restoreCertificateSchema,
	revokeCertificateSchema,
	suspendCertificateSchema
} from '$lib/features/certificates';
import {
	getStaffCertificate,
	replaceCertificate,
	restoreCertificate,
	revokeCertificate,
	suspendCertificate,
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

const from = ({ params }: RequestEvent) => ({ certificateId: params['id'] });

export const actions = {
	revoke: action(revokeCertificateSchema, revokeCertificate, {
		from,
		notice: 'certificates.notice.revoked'
	}),
	suspend: action(suspendCertificateSchema, suspendCertificate, {
		from,
		notice: 'certificates.notice.suspended'
	}),
	restore: action(restoreCertificateSchema, restoreCertificate, {
		from,
		notice: 'certificates.notice.restored'
	}),
	replace: action(replaceCertificateSchema, replaceCertificate, {
		from,
		to: ({ id }) => `/staff/certificates/${id}`,
		notice: 'certificates.notice.replaced'
	})
};
