import { endShareSchema, SHARE_DAYS, shareCertificateSchema } from '$lib/features/certificates';
import {
	endShare,
	getOwnCertificate,
	shareCertificate,
	verificationAddress
} from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { action, answer, page } from '$lib/server/http';
import { addDays, dateIn } from '$lib/shared/dates';

export const load = page(async ({ ctx, params, url }) => {
	const own = await getOwnCertificate(ctx, params['id'] ?? '');
	const today = dateIn(ctx.now);
	const address = verificationAddress(env.origin || url.origin, own.certificate.printed.number);
	return { ...own, address, today, endsOn: addDays(today, SHARE_DAYS) };
});

export const actions = {
	/** The address goes back with this answer and is kept nowhere: only the hash of its token is. */
	create: answer(
		shareCertificateSchema,
		async (ctx, input, { url }) => {
			const { token } = await shareCertificate(ctx, input);
			return { address: `${env.origin || url.origin}/shared/${token}` };
		},
		{ from: ({ params }) => ({ certificateId: params['id'] }) }
	),
	end: action(endShareSchema, endShare, { notice: 'certificates.notice.share_ended' })
};
