import { daysBetween, type IsoDate } from '$lib/shared/dates';
import { printedSchema, type PrintedCertificate } from './printed';
import { statusOn, type CertificateStatus, type OpenCause, type RevocationCategory } from './rules';

/** Another certificate, by its id and number. */
export interface CertificateLink {
	id: string;
	number: string;
}

/** When a renewal counts: from the day its window opens, due by a day, and possible up to `ends` (null: for ever). */
export interface Renewal {
	opens: IsoDate;
	due: IsoDate;
	ends: IsoDate | null;
	/** When its module was completed since, so that the next certificate can be issued; null: it was not, or takes an exam. */
	completedOn: IsoDate | null;
}

/** Where a renewal stands on a day, in the order of time. */
export type RenewalState = 'later' | 'open' | 'grace' | 'late' | 'over';

/** Where the renewal of a certificate, valid to a day, stands today. */
export function renewalState(
	{ opens, due, ends }: Omit<Renewal, 'completedOn'>,
	validTo: IsoDate,
	today: IsoDate
): RenewalState {
	if (today < opens) return 'later';
	if (today <= due) return 'open';
	if (today <= validTo) return 'grace';
	return ends === null || today <= ends ? 'late' : 'over';
}

/** A suspension that has not ended. */
export interface OpenSuspension extends OpenCause {
	/** As whoever decided it says; empty where the daily look found it. */
	reason: string;
	/** The first day on which the certificate does not count. */
	from: IsoDate;
}

/** A certificate as pages show it: what is printed, and what it is today. */
export interface CertificateView {
	id: string;
	personId: string;
	printed: PrintedCertificate;
	status: CertificateStatus;
	/** Days to the last day of validity; negative when it has passed. */
	daysLeft: number;
	revocation: { category: RevocationCategory; reason: string; on: IsoDate } | null;
	/** Open ones, the oldest first. */
	suspensions: OpenSuspension[];
	/** The one whose place it took, and the one that took its place. */
	replaces: CertificateLink | null;
	replacedBy: CertificateLink | null;
}

export interface CertificateRow {
	id: string;
	personId: string;
	printed: unknown;
	validTo: IsoDate;
	category: RevocationCategory | null;
	reason: string | null;
	revokedOn: IsoDate | null;
	suspensions: OpenSuspension[];
	replaces: CertificateLink | null;
	replacedBy: CertificateLink | null;
}

/** A row of `certificates` with its revocation, suspensions and links, as of a day. */
export function viewOf(row: CertificateRow, today: IsoDate): CertificateView {
	const { category, reason, revokedOn, suspensions, replaces, replacedBy } = row;
	return {
		id: row.id,
		personId: row.personId,
		printed: printedSchema.parse(row.printed),
		status: statusOn({ ...row, suspended: suspensions.length > 0 }, today),
		daysLeft: daysBetween(today, row.validTo),
		revocation: category && revokedOn ? { category, reason: reason ?? '', on: revokedOn } : null,
		suspensions,
		replaces,
		replacedBy
	};
}

/** A certificate as its holder's wallet shows it. */
export interface WalletCertificate extends CertificateView {
	/** The renewal that waits, while this is the last of its kind. */
	renewal: Renewal | null;
}
