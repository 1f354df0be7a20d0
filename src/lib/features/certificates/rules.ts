import { addDays, addMonths, daysBetween, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import type { KindNames } from './grades';
import type { ConditionCause } from './periods/conditions';

/** Months of validity (domain 3.2: two years, then admission is done again). */
export const VALIDITY_MONTHS = 24;
/** A certificate counts as running out during its last 90 days. */
export const EXPIRING_DAYS = 90;
/** When the holder is reminded: days before the last day of validity. */
export const REMINDER_DAYS = [90, 30, 7] as const;

export const certificateStatuses = [
	'valid',
	'expiring',
	'expired',
	'suspended',
	'revoked',
	'replaced'
] as const;
export type CertificateStatus = (typeof certificateStatuses)[number];

export const revocationCategories = [
	'misconduct',
	'issuedInError',
	'qualificationWithdrawn',
	'other'
] as const;
/**
 * Why a certificate is out. Nobody chooses by hand: `replaced`, another one, corrected, has taken its place; `lapsed`, what it
 * goes on depending on was unmet for longer than its kind allows.
 */
export type RevocationCategory = (typeof revocationCategories)[number] | 'replaced' | 'lapsed';

/** Causes for which people suspend; the daily look at conditions finds the others, and sanctions. */
export const suspensionCauses = ['conduct', 'decision'] as const satisfies readonly ConditionCause[];

/**
 * The last day of validity of a certificate issued on a day: the day before the same day two years later, so that
 * it holds for exactly 24 months, both ends counted (domain 3.2). Issued 2026-03-01, valid to 2028-02-29.
 */
export const validToOf = (issuedOn: IsoDate): IsoDate => addDays(addMonths(issuedOn, VALIDITY_MONTHS), -1);

/** What a status is derived from. */
export interface CertificateState {
	/** The last day of validity. */
	validTo: IsoDate;
	revokedOn: IsoDate | null;
	/** Of the revocation. */
	category?: RevocationCategory | null;
	/** Whether a suspension is open. */
	suspended?: boolean;
}

/**
 * What a certificate is on a day. Nothing is stored: validity runs out by itself, revocation and suspension are rows of
 * their own. Within its time a suspended one is back as soon as the suspension ends; afterwards it has expired.
 */
export function statusOn(certificate: CertificateState, today: IsoDate): CertificateStatus {
	if (certificate.revokedOn !== null) return certificate.category === 'replaced' ? 'replaced' : 'revoked';
	const left = daysBetween(today, certificate.validTo);
	if (left < 0) return 'expired';
	if (certificate.suspended) return 'suspended';
	return left <= EXPIRING_DAYS ? 'expiring' : 'valid';
}

/**
 * Which reminder is due on a day: the nearest of 90, 30 and 7 days that has been reached, or null. A day on which
 * the job did not run is made up for by the next one.
 */
export function reminderDue(validTo: IsoDate, today: IsoDate): (typeof REMINDER_DAYS)[number] | null {
	const left = daysBetween(today, validTo);
	if (left < 0) return null;
	return REMINDER_DAYS.findLast((days) => left <= days) ?? null;
}

/** What is known of an attempt or a completion when a certificate is asked for. */
export interface GroundForIssue {
	/** Null: there are no certificates for it. */
	names: KindNames | null;
	name: string;
	passed: boolean;
	releasedAt: Date | null;
	certificateNumber: string | null;
	/** Something about it waits for a decision. */
	held: boolean;
	/** Characters that the certificate's font cannot print. */
	unprintable: string[];
}

/** Whether a certificate may be issued on an attempt or a completion: passed, released, not in question, none yet, printable (domain 8.6). */
export function decideIssue(ground: GroundForIssue): Decision<{ names: KindNames }> {
	const { name, names } = ground;
	// Before release even HR learns nothing of an attempt here, not that it failed.
	if (!ground.releasedAt) return no('certificates.issue.not_released', { name });
	if (!ground.passed) return no('certificates.issue.not_passed', { name });
	if (ground.held) return no('certificates.issue.held', { name });
	if (ground.certificateNumber) {
		return no('certificates.issue.already_issued', { name });
	}
	if (!names) return no('certificates.issue.no_grade', { name });
	if (ground.unprintable.length) {
		return no('certificates.issue.unprintable', { name, characters: ground.unprintable.join(' ') });
	}
	return yes({ names });
}

/** A suspension that has not ended: of a cause, and whether somebody decided it or the daily look found it. */
export interface OpenCause {
	cause: ConditionCause;
	byHand: boolean;
}

/** Whether a certificate may be suspended by hand: while it is in force, or suspended for what the daily look found. */
export function decideSuspend(status: CertificateStatus, open: readonly OpenCause[]): Decision<object> {
	if (open.some(({ byHand }) => byHand)) return no('certificates.suspend.already');
	const inForce = status === 'valid' || status === 'expiring' || status === 'suspended';
	return inForce ? yes({}) : no('certificates.suspend.over');
}

/** Whether a certificate may give its place to a corrected one: in force, and something printed would differ. */
export function decideReplace(status: CertificateStatus, differs: boolean): Decision<object> {
	if (status === 'suspended') return no('certificates.replace.suspended');
	if (status !== 'valid' && status !== 'expiring') return no('certificates.replace.over');
	return differs ? yes({}) : no('certificates.replace.same');
}
