import { addDays, addMonths, daysBetween, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { findGrade, type CertificateGrade } from './grades';

/** Months of validity (domain 3.2: two years, then admission is done again). */
export const VALIDITY_MONTHS = 24;
/** A certificate counts as running out during its last 90 days. */
export const EXPIRING_DAYS = 90;
/** When the holder is reminded: days before the last day of validity. */
export const REMINDER_DAYS = [90, 30, 7] as const;

export const certificateStatuses = ['valid', 'expiring', 'expired', 'revoked'] as const;
export type CertificateStatus = (typeof certificateStatuses)[number];

export const revocationCategories = [
	'misconduct',
	'issuedInError',
	'qualificationWithdrawn',
	'other'
] as const;
export type RevocationCategory = (typeof revocationCategories)[number];

/**
 * The last day of validity of a certificate issued on a day: the day before the same day two years later, so that
 * it holds for exactly 24 months, both ends counted (domain 3.2). Issued 2026-03-01, valid to 2028-02-29.
 */
export const validToOf = (issuedOn: IsoDate): IsoDate => addDays(addMonths(issuedOn, VALIDITY_MONTHS), -1);

/** What a certificate is on a day. Nothing is stored: validity runs out by itself, revocation is a row of its own. */
export function statusOn(
	certificate: { validTo: IsoDate; revokedOn: IsoDate | null },
	today: IsoDate
): CertificateStatus {
	if (certificate.revokedOn !== null) return 'revoked';
	const left = daysBetween(today, certificate.validTo);
	if (left < 0) return 'expired';
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

/** What is known of an attempt when a certificate is asked for. */
export interface AttemptForIssue {
	ladder: string;
	tier: string;
	name: string;
	passed: boolean;
	releasedAt: Date | null;
	certificateNumber: string | null;
	/** Characters that the certificate's font cannot print. */
	unprintable: string[];
}

/** Whether a certificate may be issued on an attempt: passed, released, none yet, printable (domain 8.6). */
export function decideIssue(attempt: AttemptForIssue): Decision<{ grade: CertificateGrade }> {
	const { name } = attempt;
	// Before release even HR learns nothing of an attempt here, not that it failed.
	if (!attempt.releasedAt) return no('certificates.issue.not_released', { name });
	if (!attempt.passed) return no('certificates.issue.not_passed', { name });
	if (attempt.certificateNumber) {
		return no('certificates.issue.already_issued', { name });
	}
	const grade = findGrade(attempt.ladder, attempt.tier);
	if (!grade) return no('certificates.issue.no_grade', { name });
	if (attempt.unprintable.length) {
		return no('certificates.issue.unprintable', { name, characters: attempt.unprintable.join(' ') });
	}
	return yes({ grade });
}
