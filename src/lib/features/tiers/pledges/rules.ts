import { addDays, addMonths, daysBetween, type IsoDate } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';

/** What is hashed of a text: the words that people sign, in both languages, and how long that holds. */
export interface PledgeWords {
	titleZh: string;
	titleEn: string;
	bodyZh: string;
	bodyEn: string;
	validMonths: number | null;
}

export const wordsToHash = ({ titleZh, titleEn, bodyZh, bodyEn, validMonths }: PledgeWords): string =>
	canonicalJson({ titleZh, titleEn, bodyZh, bodyEn, validMonths });

/** What is hashed of a signature: the text by its own hash, the signer, and the instant. */
export const signatureToHash = (text: string, signer: string, at: Date): string =>
	canonicalJson({ text, signer, at: at.toISOString() });

/** The last day of a signature; null: without end. */
export const lastDayOf = (signedOn: IsoDate, validMonths: number | null): IsoDate | null =>
	validMonths === null ? null : addDays(addMonths(signedOn, validMonths), -1);

/** So many days before the end of a signature the letter may be signed again. */
export const RENEWAL_DAYS = 60;

export type PledgeState = 'toSign' | 'signed' | 'runsOut' | 'newText';

/** How somebody stands to the newest text of a letter: `newText` when they signed an older one. */
export function pledgeState(
	newestVersion: number,
	signed: { version: number; validTo: IsoDate | null } | null,
	today: IsoDate
): PledgeState {
	if (!signed || (signed.validTo !== null && signed.validTo < today)) return 'toSign';
	if (signed.version < newestVersion) return 'newText';
	return signed.validTo !== null && daysBetween(today, signed.validTo) < RENEWAL_DAYS ? 'runsOut' : 'signed';
}
