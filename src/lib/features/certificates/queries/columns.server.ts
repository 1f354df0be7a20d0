import { certificateRevocations, certificates } from '../tables.server';

/** What a `CertificateView` is made of, for a select from certificates left-joined with their revocations. */
export const viewColumns = {
	id: certificates.id,
	personId: certificates.personId,
	printed: certificates.printed,
	validTo: certificates.validTo,
	category: certificateRevocations.category,
	reason: certificateRevocations.reason,
	revokedOn: certificateRevocations.revokedOn
};
