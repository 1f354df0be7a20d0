import { z } from 'zod';
import { key, requiredText, uploadedFileSchema } from '$lib/shared/form';
import { placeholders } from '../paper/design';
import { CONTRAST, contrastToWhite, isColor, LENGTHS } from './rules';

const bothOf = (lengths: { 'zh-CN': number; en: number }) =>
	z.object({ 'zh-CN': requiredText(lengths['zh-CN']), en: requiredText(lengths.en) });

/** A text whose braces name what a certificate says. */
const worded = (max: number) =>
	z
		.string(key('app.field.required'))
		.transform((text) => text.replace(/[\r\n\t]+/g, ' '))
		.pipe(
			requiredText(max).refine(
				(text) =>
					!/[{}]/.test(
						text.replace(/\{(\w+)\}/g, (whole, name) => (placeholders.includes(name) ? '' : whole))
					),
				key('certificates.template.placeholder')
			)
		);
const bothWorded = (lengths: { 'zh-CN': number; en: number }) =>
	z.object({ 'zh-CN': worded(lengths['zh-CN']), en: worded(lengths.en) });

/** One who signs; nobody where everything is empty. */
const signer = z
	.object({
		name: z.string().trim().max(LENGTHS.name, key('app.field.too_long')).default(''),
		office: z
			.object({
				'zh-CN': z.string().trim().max(LENGTHS.office['zh-CN'], key('app.field.too_long')).default(''),
				en: z.string().trim().max(LENGTHS.office.en, key('app.field.too_long')).default('')
			})
			.default({ 'zh-CN': '', en: '' }),
		/** Without the picture from now on. */
		bare: z.literal('on').optional().transform(Boolean)
	})
	.superRefine(({ name, office }, context) => {
		const filled = [name, office['zh-CN'], office.en].filter(Boolean).length;
		if (filled === 0 || filled === 3) return;
		const refuse = (path: string[]) =>
			context.addIssue({ code: 'custom', message: key('app.field.required'), path });
		if (!name) refuse(['name']);
		if (!office['zh-CN']) refuse(['office', 'zh-CN']);
		if (!office.en) refuse(['office', 'en']);
	})
	.default({ name: '', office: { 'zh-CN': '', en: '' }, bare: false });

export const saveTemplateSchema = z.object({
	languages: z.enum(['both', 'zh-CN', 'en'], key('app.field.choice')),
	orientation: z.enum(['landscape', 'portrait'], key('app.field.choice')),
	title: bothOf(LENGTHS.title),
	statement: bothWorded(LENGTHS.statement),
	note: bothWorded(LENGTHS.note),
	accent: z
		.string(key('app.field.required'))
		.trim()
		.toLowerCase()
		.refine(isColor, key('certificates.template.color'))
		.refine(
			(color) => !isColor(color) || contrastToWhite(color) >= CONTRAST,
			key('certificates.template.pale')
		),
	/** Without a seal from now on. */
	unsealed: z.literal('on').optional().transform(Boolean),
	first: signer,
	second: signer,
	sealFile: uploadedFileSchema.optional(),
	firstFile: uploadedFileSchema.optional(),
	secondFile: uploadedFileSchema.optional()
});
export type SaveTemplate = z.infer<typeof saveTemplateSchema>;

export const publishTemplateSchema = z.object({
	/** When what was looked at had been saved, as an ISO time: somebody may have saved since. */
	savedAt: z.iso.datetime(key('app.field.unreadable')),
	reason: requiredText(1000)
});
export type PublishTemplate = z.infer<typeof publishTemplateSchema>;
