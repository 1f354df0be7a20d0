import type { Context } from '$lib/server/context';
import { rememberPdf } from '../credentials/known-files.server';
import { makeCertificate } from '../paper/make-certificate.server';
import { paperReader } from '../templates/versions.server';
import { getCertificate } from './get-certificate.server';

/** The address that a certificate's QR code leads to. */
export const verificationAddress = (origin: string, number: string): string => `${origin}/verify/${number}`;

/**
 * A certificate that the reader may read as a PDF, drawn from what was frozen at issue; one that is revoked, suspended or
 * replaced is stamped. `origin` is where the site is reached, without a slash at the end.
 */
export async function renderCertificatePdf(
	ctx: Context,
	id: string,
	origin: string
): Promise<{ name: string; bytes: Buffer }> {
	const { printed, status } = await getCertificate(ctx, id);
	const stamp = status === 'revoked' || status === 'suspended' || status === 'replaced' ? status : null;
	const bytes = await makeCertificate(printed, await paperReader(ctx.db)(printed.template), {
		address: verificationAddress(origin, printed.number),
		...{ stamp, now: ctx.now }
	});
	await rememberPdf(ctx, { certificateId: id, origin, bytes });
	return { name: `${printed.number}.pdf`, bytes };
}
