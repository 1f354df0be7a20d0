export { issueCertificates, type IssuedCertificate } from './commands/issue-certificates.server';
export { revokeCertificate } from './commands/revoke-certificate.server';
export { passedWithoutCertificate, type Awaiting } from './queries/attempts.server';
export { certificatesExpiring, type ExpiringCertificate } from './queries/expiring.server';
export { certificateFacts, certificateSource, type CertificateFact } from './queries/facts.server';
export {
	getCertificate,
	getStaffCertificate,
	listMyCertificates,
	type CertificateDetail
} from './queries/get-certificate.server';
export { listIssuable, type IssuablePerson, type IssuableSitting } from './queries/issuable.server';
export { listCertificates, type ListedCertificate } from './queries/list-certificates.server';
export { renderCertificatePdf, verificationAddress } from './queries/pdf.server';
export { compareHolder, verifyCertificate, type NameComparison } from './queries/verify.server';
export { REMIND_EXPIRING, REMIND_EXPIRING_CRON, remindExpiring } from './jobs.server';
