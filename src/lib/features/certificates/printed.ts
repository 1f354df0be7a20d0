import { z } from 'zod';
import { groundOf } from './ground';

const localText = z.object({ 'zh-CN': z.string(), en: z.string() });

/**
 * Everything that stands on the paper, frozen at issue: a later change of name, title or organisation changes no
 * certificate. The score stays in the exam's record: a certificate is shown to strangers, and a pass is a pass.
 */
export const printedSchema = z
	.object({
		version: z.literal(1),
		/** The version of the template that it is printed on; absent where there was none yet. */
		template: z.number().int().optional(),
		number: z.string(),
		holder: z.string(),
		ladder: z.string(),
		ladderName: localText,
		tier: z.string(),
		grade: localText,
		/** The exam that was passed, or the module that was completed. */
		exam: localText.optional(),
		module: localText.optional(),
		issuer: localText,
		/** Dates `YYYY-MM-DD`; `validTo` is the last day of validity. */
		issuedOn: z.string(),
		validTo: z.string()
	})
	.refine(({ exam, module }) => !exam !== !module);
export type PrintedCertificate = z.infer<typeof printedSchema>;

type PrintedTexts = Pick<
	PrintedCertificate,
	'holder' | 'ladderName' | 'grade' | 'exam' | 'module' | 'issuer'
>;

/** The texts in two languages that say what a certificate is for. */
const saidBy = (printed: Omit<PrintedTexts, 'ladderName'>) => [
	groundOf(printed).title,
	printed.issuer,
	printed.grade
];

/** Whether two certificates would say the same but for number and dates. */
export function samePrint(a: PrintedTexts, b: PrintedTexts): boolean {
	const [ours, theirs] = [a, b].map((one) => [...saidBy(one), one.ladderName]);
	return (
		a.holder === b.holder &&
		ours!.every((text, i) => text['zh-CN'] === theirs![i]!['zh-CN'] && text.en === theirs![i]!.en)
	);
}

/** Every text of a certificate that the font must be able to print. */
export const textsOf = (printed: Omit<PrintedTexts, 'ladderName'>): string[] => [
	printed.holder,
	...saidBy(printed).flatMap((text) => Object.values(text))
];
