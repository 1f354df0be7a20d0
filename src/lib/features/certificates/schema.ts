import { z } from 'zod';
import {
	id,
	isoDate,
	key,
	optionalDate,
	requiredText,
	uploadedFileSchema,
	wholeNumber
} from '$lib/shared/form';
import { conductRules } from './conditions';
import { SHORTEST_SECRET } from './credentials/secret';
import { moduleLadderNames } from './grades';
import { basisKinds } from './kinds';
import { certificateStatuses, revocationCategories, suspensionCauses } from './rules';

/** The id of a kind of certificates. */
const kindKey = z.string().max(120);

export interface IssueCertificates {
	/** Of attempts and completions. */
	groundIds: string[];
}

/** Certificates of a sitting or of a module's kind that are asked for: of chosen attempts or completions, or of everybody. */
export const requestCertificatesSchema = z
	.object({
		sittingId: id.optional(),
		kind: kindKey.optional(),
		everybody: z.literal('yes').optional().transform(Boolean),
		groundIds: z
			.array(id, key('certificates.issue.nobody'))
			.max(500, key('certificates.issue.too_many'))
			.default([])
	})
	.refine(({ sittingId, kind }) => !sittingId !== !kind, {
		...{ error: key('app.field.required'), path: ['sittingId'] }
	})
	.refine(({ everybody, groundIds }) => everybody || groundIds.length > 0, {
		...{ error: key('certificates.issue.nobody'), path: ['groundIds'] }
	});
export type RequestCertificates = z.infer<typeof requestCertificatesSchema>;

export const approveRequestSchema = z.object({ requestId: id });
export type ApproveRequest = z.infer<typeof approveRequestSchema>;

export const rejectRequestSchema = z.object({ requestId: id, reason: requiredText(1000) });
export type RejectRequest = z.infer<typeof rejectRequestSchema>;

export const revokeCertificateSchema = z.object({
	certificateId: id,
	category: z.enum(revocationCategories, key('app.field.choice')),
	reason: requiredText(1000)
});
export type RevokeCertificate = z.infer<typeof revokeCertificateSchema>;

export const suspendCertificateSchema = z.object({
	certificateId: id,
	cause: z.enum(suspensionCauses, key('app.field.choice')),
	reason: requiredText(1000)
});
export type SuspendCertificate = z.infer<typeof suspendCertificateSchema>;

export const restoreCertificateSchema = z.object({ certificateId: id, reason: requiredText(1000) });
export type RestoreCertificate = z.infer<typeof restoreCertificateSchema>;

export const replaceCertificateSchema = z.object({ certificateId: id, reason: requiredText(1000) });
export type ReplaceCertificate = z.infer<typeof replaceCertificateSchema>;

export const keepCertificateSchema = z.object({ certificateId: id, reason: requiredText(1000) });
export type KeepCertificate = z.infer<typeof keepCertificateSchema>;

/** A whole number that may be left empty. */
const optionalNumber = (min: number, max: number) =>
	z.union([z.literal('').transform(() => null), wholeNumber(min, max)]);
const ticked = z
	.literal('on')
	.optional()
	.transform((value) => value === 'on');

/** The rules of a kind, and why they are so. */
const kindRules = {
	basis: z.enum(basisKinds, key('app.field.choice')),
	fixedOn: optionalDate,
	minimumMonths: wholeNumber(0, 600),
	months: wholeNumber(1, 600),
	windowDays: wholeNumber(1, 3660),
	graceDays: wholeNumber(0, 3660),
	/** Empty: for ever. */
	lateDays: optionalNumber(0, 3660),
	yearlyHours: optionalNumber(1, 1000),
	hoursGraceDays: wholeNumber(0, 365),
	employment: ticked,
	conduct: z.enum(conductRules, key('app.field.choice')),
	cureMonths: optionalNumber(1, 120),
	leavePauses: ticked,
	mostPauseDays: optionalNumber(1, 3660),
	reason: requiredText(1000)
};

export const changeKindSchema = z.object({
	kind: kindKey,
	version: wholeNumber(1, 1_000_000),
	...kindRules
});
export type ChangeKind = z.infer<typeof changeKindSchema>;

/** A kind for whoever completes a module: its names are printed. */
export const addKindSchema = z.object({
	moduleId: id,
	ladder: z.enum(moduleLadderNames, key('app.field.choice')),
	nameZh: requiredText(40),
	nameEn: requiredText(60),
	...kindRules
});
export type AddKind = z.infer<typeof addKindSchema>;

/** A number as somebody typed it: read leniently later, so only its length is held here. */
export const findByNumberSchema = z.object({ number: requiredText(60) });
export type FindByNumber = z.infer<typeof findByNumberSchema>;

export const compareHolderSchema = z.object({ number: z.string().max(100), name: requiredText(200) });
export type CompareHolder = z.infer<typeof compareHolderSchema>;

export const certificateSorts = ['number', 'holder', 'issuedOn', 'validTo'] as const;
export type CertificateSort = (typeof certificateSorts)[number];

/** The filter of the staff list, read from an address: whatever is not understood is left out. */
export const certificateFilterSchema = z.object({
	q: z.string().trim().max(100).catch('').default(''),
	status: z.enum(certificateStatuses).nullable().catch(null).default(null),
	kind: kindKey.nullable().catch(null).default(null),
	unit: z.uuid().nullable().catch(null).default(null),
	/** The month of the last day of validity, `YYYY-MM`. */
	expires: z
		.string()
		.regex(/^\d{4}-(0[1-9]|1[0-2])$/)
		.nullable()
		.catch(null)
		.default(null),
	sort: z.enum(certificateSorts).catch('issuedOn').default('issuedOn'),
	dir: z.enum(['asc', 'desc']).catch('desc').default('desc'),
	page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1)
});
export type CertificateFilter = z.infer<typeof certificateFilterSchema>;

export const shareCertificateSchema = z.object({ certificateId: id, endsOn: isoDate });
export type ShareCertificate = z.infer<typeof shareCertificateSchema>;

export const endShareSchema = z.object({ shareId: id });
export type EndShare = z.infer<typeof endShareSchema>;

/** A file to be checked: what it is, its bytes say. */
export const checkFileSchema = z.object({ file: uploadedFileSchema });

export const issueTokenSchema = z.object({ name: requiredText(100) });
export type IssueToken = z.infer<typeof issueTokenSchema>;

export const revokeTokenSchema = z.object({ tokenId: id });
export type RevokeToken = z.infer<typeof revokeTokenSchema>;

/** What another system asks: whether somebody held a certificate of a grade, or of a module by its code, on a day. */
export const askHoldingSchema = z.object({
	employeeNo: z.string().trim().min(1).max(50),
	ladder: z.string().max(50).default('bank'),
	grade: z.string().trim().min(1).max(100),
	on: isoDate
});
export type AskHolding = z.infer<typeof askHoldingSchema>;

/** Named as passwords are, so that no answer sends it back. */
const passphrase = z
	.string(key('app.field.required'))
	.min(1, key('app.field.required'))
	.min(SHORTEST_SECRET, key('certificates.keys.short_passphrase'))
	.max(200, key('app.field.too_long'));

export const exportKeysSchema = z.object({ password: passphrase });
export type ExportKeys = z.infer<typeof exportKeysSchema>;

/** A file that was exported, and what it was sealed under. */
export const importKeysSchema = z.object({
	file: uploadedFileSchema.refine(({ bytes }) => bytes.length <= 500_000, key('certificates.keys.no_file')),
	password: passphrase
});
export type ImportKeys = z.infer<typeof importKeysSchema>;
