import { z } from 'zod';

const localText = z.object({ 'zh-CN': z.string(), en: z.string() });

/**
 * Everything that stands on the paper, frozen at issue: a later change of name, title or organisation changes no
 * certificate. The score stays in the exam's record: a certificate is shown to strangers, and a pass is a pass.
 */
export const printedSchema = z.object({
	version: z.literal(1),
	number: z.string(),
	holder: z.string(),
	ladder: z.string(),
	ladderName: localText,
	tier: z.string(),
	grade: localText,
	exam: localText,
	issuer: localText,
	/** Dates `YYYY-MM-DD`; `validTo` is the last day of validity. */
	issuedOn: z.string(),
	validTo: z.string()
});
export type PrintedCertificate = z.infer<typeof printedSchema>;

/** Every text of a certificate that the font must be able to print. */
export const textsOf = (
	printed: Pick<PrintedCertificate, 'holder' | 'exam' | 'issuer' | 'grade'>
): string[] => [
	printed.holder,
	...Object.values(printed.exam),
	...Object.values(printed.issuer),
	...Object.values(printed.grade)
];
