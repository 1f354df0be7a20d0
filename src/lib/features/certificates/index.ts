export {
	certificateStatuses,
	EXPIRING_DAYS,
	REMINDER_DAYS,
	revocationCategories,
	statusOn,
	VALIDITY_MONTHS,
	validToOf,
	type CertificateStatus,
	type RevocationCategory
} from './rules';
export { certificateLadders, certificateTiers, findGrade, gradeName, ladderName, succeeds } from './grades';
export { parseNumber, type CertificateNumber } from './number';
export { maskName, sameName } from './mask';
export {
	certificateFilterSchema,
	compareHolderSchema,
	findByNumberSchema,
	issueCertificatesSchema,
	revokeCertificateSchema,
	type CertificateFilter,
	type IssueCertificates,
	type RevokeCertificate
} from './schema';
export type { CertificateView } from './view';
export type { Verification } from './verification';
