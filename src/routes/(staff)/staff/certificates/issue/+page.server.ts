import { issueCertificatesSchema } from '$lib/features/certificates';
import { issueCertificates, listIssuable } from '$lib/features/certificates/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ sittings: await listIssuable(ctx) }));

export const actions = {
	issue: action(issueCertificatesSchema, issueCertificates, { notice: 'certificates.notice.issued' })
};
