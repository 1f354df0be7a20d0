import type { Context } from '$lib/server/context';
import { drawCertificate } from '../paper/draw-certificate.server';
import { getCertificate } from './get-certificate.server';

/** The address that a certificate's QR code leads to. */
export const verificationAddress = (origin: string, number: string): string => `${origin}/verify/${number}`;

/**
 * A certificate that the reader may read as a PDF, drawn from what was frozen at issue; a revoked one is stamped.
 * `origin` is where the site is reached, without a slash at the end.
 */
export async function renderCertificatePdf(
	ctx: Context,
	id: string,
	origin: string
): Promise<{ name: string; bytes: Buffer }> {
	const { printed, status } = await getCertificate(ctx, id);
	const bytes = await drawCertificate(printed, {
		address: verificationAddress(origin, printed.number),
		revoked: status === 'revoked'
	});
	return { name: `${printed.number}.pdf`, bytes };
}
