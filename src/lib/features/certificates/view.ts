import { daysBetween, type IsoDate } from '$lib/shared/dates';
import { printedSchema, type PrintedCertificate } from './printed';
import { statusOn, type CertificateStatus, type RevocationCategory } from './rules';

/** A certificate as pages show it: what is printed, and what it is today. */
export interface CertificateView {
	id: string;
	personId: string;
	printed: PrintedCertificate;
	status: CertificateStatus;
	/** Days to the last day of validity; negative when it has passed. */
	daysLeft: number;
	revocation: { category: RevocationCategory; reason: string; on: IsoDate } | null;
}

export interface CertificateRow {
	id: string;
	personId: string;
	printed: unknown;
	validTo: IsoDate;
	category: RevocationCategory | null;
	reason: string | null;
	revokedOn: IsoDate | null;
}

/** A row of `certificates` with its revocation, as of a day. */
export function viewOf(row: CertificateRow, today: IsoDate): CertificateView {
	const { category, reason, revokedOn } = row;
	return {
		id: row.id,
		personId: row.personId,
		printed: printedSchema.parse(row.printed),
		status: statusOn(row, today),
		daysLeft: daysBetween(today, row.validTo),
		revocation: category && revokedOn ? { category, reason: reason ?? '', on: revokedOn } : null
	};
}
