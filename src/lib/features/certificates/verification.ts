import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { maskName } from './mask';
import type { RevocationCategory } from './rules';
import type { CertificateView } from './view';

/** What a stranger is told of a number. Every answer has the same fields; those that do not apply are null. */
export interface Verification {
	state: 'valid' | 'expired' | 'revoked' | 'notFound' | 'typo' | 'unavailable';
	/** The number in its written form, or what was typed. */
	number: string;
	holder: string | null;
	ladder: LocalText | null;
	grade: LocalText | null;
	exam: LocalText | null;
	issuer: LocalText | null;
	issuedOn: IsoDate | null;
	/** The last day of validity. */
	validTo: IsoDate | null;
	revokedOn: IsoDate | null;
	category: RevocationCategory | null;
	/** ISO time of the check. */
	checkedAt: string;
}

const nothing = {
	holder: null,
	ladder: null,
	grade: null,
	exam: null,
	issuer: null,
	issuedOn: null,
	validTo: null,
	revokedOn: null,
	category: null
};

/** The answer for a number of which nothing is told. */
export const withoutFacts = (
	state: 'notFound' | 'typo' | 'unavailable',
	number: string,
	now: Date
): Verification => ({ ...nothing, state, number, checkedAt: now.toISOString() });

/** The answer for a certificate: every fact that is printed on the paper, the holder's name masked. */
export function verificationOf({ printed, status, revocation }: CertificateView, now: Date): Verification {
	return {
		// To a stranger a certificate that runs out soon is simply valid.
		state: status === 'expiring' ? 'valid' : status,
		number: printed.number,
		holder: maskName(printed.holder),
		ladder: printed.ladderName,
		grade: printed.grade,
		exam: printed.exam,
		issuer: printed.issuer,
		issuedOn: printed.issuedOn,
		validTo: printed.validTo,
		revokedOn: revocation?.on ?? null,
		category: revocation?.category ?? null,
		checkedAt: now.toISOString()
	};
}
