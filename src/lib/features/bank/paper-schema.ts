import { z } from 'zod';
import { id, isoDate, key, requiredText, wholeNumber } from '$lib/shared/form';
import { locales } from '$lib/i18n/locales';
import { openingPurposes, printedDocuments } from './states';

/** `revision` is what the editor saw: somebody else's change in between is not overwritten. */
const paper = z.object({ paperId: id, revision: wholeNumber(1, 1_000_000) });
const comment = z
	.string()
	.trim()
	.max(2000, key('app.field.too_long'))
	.optional()
	.transform((text) => text || null);

export const swapItemSchema = paper.extend({ position: wholeNumber(1, 1000), itemId: id });
export type SwapItem = z.output<typeof swapItemSchema>;

export const submitPaperSchema = paper.extend({ comment });
export type SubmitPaper = z.output<typeof submitPaperSchema>;

/** Whoever gets a paper back is told why. */
export const reviewPaperSchema = paper
	.extend({ to: z.enum(['approved', 'draft'], key('app.field.choice')), comment })
	.refine(({ to, comment }) => to === 'approved' || comment, {
		...{ path: ['comment'], message: key('bank.paper.comment_required') }
	});
export type ReviewPaper = z.output<typeof reviewPaperSchema>;

export const commentOnPaperSchema = z.object({ paperId: id, body: requiredText(2000) });
export type CommentOnPaper = z.output<typeof commentOnPaperSchema>;

export const withdrawPaperSchema = paper.extend({ comment: requiredText(2000) });
export type WithdrawPaper = z.output<typeof withdrawPaperSchema>;

export const sealPaperSchema = paper.extend({
	/** Employee numbers, with spaces, commas or breaks between them. */
	openers: z
		.string(key('app.field.required'))
		.max(1000, key('app.field.too_long'))
		.transform((text) => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))])
		.refine((numbers) => numbers.length > 0, key('app.field.required'))
});
export type SealPaper = z.output<typeof sealPaperSchema>;

export const openPaperSchema = z.object({
	paperId: id,
	purpose: z.enum(openingPurposes).default('read')
});
export type OpenPaper = z.output<typeof openPaperSchema>;

export const printPaperSchema = z.object({
	paperId: id,
	what: z.enum(printedDocuments),
	locale: z.enum(locales),
	/** The day of the exam, which stands on every document. */
	date: isoDate,
	answersOn: z.enum(['paper', 'sheet']).default('sheet'),
	explanations: z
		.literal('on')
		.optional()
		.transform((on) => on === 'on')
});
export type PrintPaper = z.output<typeof printPaperSchema>;
