import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { maskName } from './mask';
import type { ConditionCause } from './periods/conditions';
import type { RevocationCategory } from './rules';
import type { CertificateView } from './view';

/** What a stranger is told of a number. Every answer has the same fields; those that do not apply are null. */
export interface Verification {
	state: 'valid' | 'expired' | 'suspended' | 'revoked' | 'replaced' | 'notFound' | 'typo' | 'unavailable';
	/** The number in its written form, or what was typed. */
	number: string;
	holder: string | null;
	ladder: LocalText | null;
	grade: LocalText | null;
	/** What it rests on, of which the other is null. */
	exam: LocalText | null;
	module: LocalText | null;
	issuer: LocalText | null;
	issuedOn: IsoDate | null;
	/** The last day of validity. */
	validTo: IsoDate | null;
	revokedOn: IsoDate | null;
	category: RevocationCategory | null;
	suspendedOn: IsoDate | null;
	/** Why it is suspended. */
	cause: ConditionCause | null;
	/** Numbers of the certificate whose place it took, and of the one that took its place. */
	replaces: string | null;
	replacedBy: string | null;
	/** ISO time of the check. */
	checkedAt: string;
}

const nothing = {
	holder: null,
	ladder: null,
	grade: null,
	exam: null,
	module: null,
	issuer: null,
	issuedOn: null,
	validTo: null,
	revokedOn: null,
	category: null,
	suspendedOn: null,
	cause: null,
	replaces: null,
	replacedBy: null
};

/** Heads of an answer for programs: for pages of any site, kept by nobody and found by no search. */
export const openAnswer = {
	'access-control-allow-origin': '*',
	'cache-control': 'no-store',
	'x-robots-tag': 'noindex, nofollow'
};

/** The answer for a number of which nothing is told. */
export const withoutFacts = (
	state: 'notFound' | 'typo' | 'unavailable',
	number: string,
	now: Date
): Verification => ({ ...nothing, state, number, checkedAt: now.toISOString() });

/** The answer for a certificate: every fact that is printed on the paper, the holder's name masked. */
export function verificationOf(certificate: CertificateView, now: Date): Verification {
	const { printed, status, revocation, replaces, replacedBy } = certificate;
	// What happens while it does not count anyhow is nobody's business.
	const suspension = status === 'suspended' ? certificate.suspensions[0] : undefined;
	return {
		// To a stranger a certificate that runs out soon is simply valid.
		state: status === 'expiring' ? 'valid' : status,
		number: printed.number,
		holder: maskName(printed.holder),
		ladder: printed.ladderName,
		grade: printed.grade,
		exam: printed.exam ?? null,
		module: printed.module ?? null,
		issuer: printed.issuer,
		issuedOn: printed.issuedOn,
		validTo: printed.validTo,
		revokedOn: revocation?.on ?? null,
		category: revocation?.category ?? null,
		suspendedOn: suspension?.from ?? null,
		cause: suspension?.cause ?? null,
		replaces: replaces?.number ?? null,
		replacedBy: replacedBy?.number ?? null,
		checkedAt: now.toISOString()
	};
}

/** The same for whoever the holder gave a link, with the full name. */
export const verificationOfShared = (view: CertificateView, now: Date): Verification => ({
	...verificationOf(view, now),
	holder: view.printed.holder
});
