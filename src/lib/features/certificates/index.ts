export {
	certificateStatuses,
	EXPIRING_DAYS,
	REMINDER_DAYS,
	revocationCategories,
	statusOn,
	suspensionCauses,
	VALIDITY_MONTHS,
	validToOf,
	type CertificateStatus,
	type RevocationCategory
} from './rules';
export { certificateLadders, findGrade, gradeName, ladderName, moduleLadderNames, succeeds } from './grades';
export { groundOf } from './ground';
export { parseNumber, type CertificateNumber } from './number';
export { maskName, sameName } from './mask';
export {
	addKindSchema,
	askHoldingSchema,
	certificateFilterSchema,
	checkFileSchema,
	changeKindSchema,
	compareHolderSchema,
	endShareSchema,
	exportKeysSchema,
	findByNumberSchema,
	importKeysSchema,
	issueTokenSchema,
	approveRequestSchema,
	keepCertificateSchema,
	rejectRequestSchema,
	replaceCertificateSchema,
	requestCertificatesSchema,
	restoreCertificateSchema,
	revokeCertificateSchema,
	suspendCertificateSchema,
	revokeTokenSchema,
	shareCertificateSchema,
	type CertificateFilter,
	type IssueCertificates,
	type RevokeCertificate
} from './schema';
export {
	publishTemplateSchema,
	saveTemplateSchema,
	type PublishTemplate,
	type SaveTemplate
} from './templates/schema';
export { SHARE_DAYS } from './sharing/rules';
export type { CertificateView } from './view';
export { openAnswer, verificationOfShared, type Verification } from './verification';
