import { requestCertificatesSchema } from '$lib/features/certificates';
import { listIssuable, requestCertificates } from '$lib/features/certificates/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ issuables: await listIssuable(ctx) }));

export const actions = {
	request: action(requestCertificatesSchema, requestCertificates, {
		to: ({ id }) => `/staff/certificates/requests/${id}`,
		notice: 'certificates.notice.requested'
	})
};
