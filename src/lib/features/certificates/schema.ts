import { z } from 'zod';
import { id, key, requiredText } from '$lib/shared/form';
import { certificateTiers } from './grades';
import { certificateStatuses, revocationCategories } from './rules';

/** The passed attempts that certificates are issued on: one, or all of a sitting. */
export const issueCertificatesSchema = z.object({
	attemptIds: z
		.array(id, key('certificates.issue.nobody'))
		.min(1, key('certificates.issue.nobody'))
		.max(500, key('certificates.issue.too_many'))
});
export type IssueCertificates = z.infer<typeof issueCertificatesSchema>;

export const revokeCertificateSchema = z.object({
	certificateId: id,
	category: z.enum(revocationCategories, key('app.field.choice')),
	reason: requiredText(1000)
});
export type RevokeCertificate = z.infer<typeof revokeCertificateSchema>;

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
	tier: z
		.string()
		.refine((tier) => certificateTiers.includes(tier))
		.nullable()
		.catch(null)
		.default(null),
	unit: z.uuid().nullable().catch(null).default(null),
	sort: z.enum(certificateSorts).catch('issuedOn').default('issuedOn'),
	dir: z.enum(['asc', 'desc']).catch('desc').default('desc'),
	page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1)
});
export type CertificateFilter = z.infer<typeof certificateFilterSchema>;
