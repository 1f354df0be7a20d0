import { keepCertificateSchema } from '$lib/features/certificates';
import { keepCertificate, listAtStake } from '$lib/features/certificates/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ certificates: await listAtStake(ctx) }));

export const actions = {
	keep: action(keepCertificateSchema, keepCertificate, { notice: 'staffCertificates.stake.kept' })
};
