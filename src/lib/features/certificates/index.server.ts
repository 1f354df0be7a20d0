export { moduleRenewals } from './queries/module-renewals.server';
export { approveRequest } from './commands/approve-request.server';
export { addKind } from './commands/add-kind.server';
export { changeKind } from './commands/change-kind.server';
export {
	FOLLOW_CONDITIONS,
	FOLLOW_CONDITIONS_CRON,
	followConditions
} from './commands/follow-conditions.server';
export { exportRegister } from './commands/export-register.server';
export { issueRequested } from './commands/issue-requested.server';
export { resumeRequest } from './commands/resume-request.server';
export { rejectRequest } from './commands/reject-request.server';
export { requestCertificates } from './commands/request-certificates.server';
export { issueCertificates, type IssuedCertificate } from './commands/issue-certificates.server';
export { issueToken } from './commands/issue-token.server';
export { revokeToken } from './commands/revoke-token.server';
export { checkUpload, findFile } from './queries/check-file.server';
export { authorizeManyChecks, checkMany } from './queries/check-many.server';
export { askHolding, listTokens } from './queries/holding.server';
export { publishTemplate } from './commands/publish-template.server';
export { saveTemplate } from './commands/save-template.server';
export {
	getTemplates,
	readTemplatePicture,
	renderTemplatePdf,
	type TemplatesPage
} from './queries/templates.server';
export { keepCertificate } from './commands/keep-certificate.server';
export { replaceCertificate } from './commands/replace-certificate.server';
export { restoreCertificate } from './commands/restore-certificate.server';
export { revokeCertificate } from './commands/revoke-certificate.server';
export { suspendCertificate } from './commands/suspend-certificate.server';
export { endShare } from './commands/end-share.server';
export { exportSigningKeys } from './commands/export-signing-keys.server';
export { importSigningKeys } from './commands/import-signing-keys.server';
export { rotateSigningKeys } from './commands/rotate-signing-keys.server';
export { shareCertificate } from './commands/share-certificate.server';
export { readCredential } from './credentials/files.server';
export { issuerDocument } from './credentials/keyring.server';
export { readList, signLists, watchLists } from './credentials/lists.server';
export { signCredentials, sweepCredentials } from './credentials/sign-credentials.server';
export { awaitingInShort, passedWithoutCertificate, type Ground } from './queries/grounds.server';
export { listAtStake, type AtStake } from './queries/at-stake.server';
export {
	listKindNames,
	listKinds,
	modulesWithoutKind,
	type CertificateKind,
	type CertifiableModule,
	type KindVersion
} from './queries/kinds.server';
export { expiryAhead, type ExpiryAhead } from './queries/expiry.server';
export { certificatesExpiring, type ExpiringCertificate } from './queries/expiring.server';
export { certificateFacts, certificateSource, type CertificateFact } from './queries/facts.server';
export {
	getCertificate,
	getStaffCertificate,
	listMyCertificates,
	type CertificateDetail
} from './queries/get-certificate.server';
export { listIssuable, type Issuable, type IssuablePerson } from './queries/issuable.server';
export { listSigningKeys, type ListedKeys } from './queries/list-signing-keys.server';
export { listCertificates, type ListedCertificate } from './queries/list-certificates.server';
export { renderCertificatePdf, verificationAddress } from './queries/pdf.server';
export { getOwnCertificate, openShare, readSharedFile, sharedFiles } from './queries/shares.server';
export {
	followRequest,
	getRequest,
	listRequests,
	requestsAwaiting,
	type ListedRequest,
	type RequestDetail
} from './queries/requests.server';
export { compareHolder, verifyCertificate, type NameComparison } from './queries/verify.server';
export { REMIND_EXPIRING, REMIND_EXPIRING_CRON, remindExpiring, tellAtStake } from './jobs.server';
