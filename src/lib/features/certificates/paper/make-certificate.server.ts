import { isValidOn, openPdfKey, signPdf } from '$lib/server/pdf/sign';
import type { PrintedCertificate } from '../printed';
import { drawCertificate, type Paper, type Stamp } from './draw-certificate.server';

/**
 * The certificate as it leaves the site: as `drawCertificate` draws it, and signed with the organisation's key where one is
 * set that is valid `now`. The signature claims the day of issue, or the first on which the key held: of a time that passes,
 * every download would be another file.
 */
export async function makeCertificate(
	printed: PrintedCertificate,
	paper: Paper,
	options: { address: string; stamp: Stamp | null; now: Date }
): Promise<Buffer> {
	const drawn = await drawCertificate(printed, paper, options);
	const key = await openPdfKey();
	if (typeof key === 'string' || !isValidOn(key, options.now)) return drawn;
	const issued = new Date(`${printed.issuedOn}T00:00:00Z`);
	return signPdf(drawn, key, issued < key.validFrom ? key.validFrom : issued);
}
