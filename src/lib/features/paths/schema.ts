import { z } from 'zod';
import { key, requiredText } from '$lib/shared/form';
import type { PathContent } from './content';

const MOST_STEPS = 30;
const code = z
	.string(key('app.field.required'))
	.trim()
	.max(60, key('app.field.too_long'))
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, key('paths.form.code'));

/** `module:code` or `class:subject`, as the choices of the form post it. */
const item = z
	.string()
	.regex(/^(module|class):[a-z0-9-]{1,100}$/, key('app.field.choice'))
	.transform((text) => {
		const [kind, name] = text.split(':') as ['module' | 'class', string];
		return kind === 'module' ? { module: name } : { class: name };
	});

/** Rows of a form come as `steps.0`, `steps.1`, …: in their order, without gaps. */
const listed = (value: unknown): unknown[] =>
	Array.isArray(value)
		? value
		: typeof value === 'object' && value !== null
			? Object.entries(value)
					.sort(([a], [b]) => Number(a) - Number(b))
					.map(([, row]) => row)
			: value === undefined || value === ''
				? []
				: [value];

const step = z
	.object({
		titleZh: z.string().trim().max(200, key('app.field.too_long')).default(''),
		titleEn: z.string().trim().max(200, key('app.field.too_long')).default(''),
		rule: z.enum(['all', 'atLeast'], key('app.field.choice')).default('all'),
		count: z.string().trim().default(''),
		items: z.preprocess(
			(value) => listed(value).filter((one) => one !== ''),
			z.array(item).max(50, key('paths.form.items'))
		)
	})
	.transform(({ titleZh, titleEn, rule, count, items }, check) => {
		const refuse = (path: string, message: string) =>
			check.addIssue({ code: 'custom', path: [path], message });
		if (!items.length) refuse('items', key('paths.form.empty_step'));
		if (Boolean(titleZh) !== Boolean(titleEn))
			refuse(titleZh ? 'titleEn' : 'titleZh', key('app.field.required'));
		const some = Number(count);
		const isCounted = rule === 'atLeast';
		if (isCounted && !(Number.isInteger(some) && some >= 1 && some <= items.length))
			refuse('count', key('paths.form.count'));
		return {
			...(titleZh && titleEn ? { title: { 'zh-CN': titleZh, en: titleEn } } : {}),
			rule: isCounted ? { kind: 'atLeast' as const, count: some } : { kind: 'all' as const },
			items
		};
	});

/** A row in which nothing was chosen or written is no step. */
const isBlank = (row: unknown): boolean => {
	if (typeof row !== 'object' || row === null) return true;
	const { titleZh, titleEn, items } = row as Record<string, unknown>;
	return !titleZh && !titleEn && listed(items).every((one) => one === '');
};

const words = {
	titleZh: requiredText(200),
	titleEn: requiredText(200),
	summaryZh: requiredText(200),
	summaryEn: requiredText(200),
	steps: z.preprocess(
		(value) => listed(value).filter((row) => !isBlank(row)),
		z.array(step).min(1, key('paths.form.no_step')).max(MOST_STEPS, key('paths.form.steps'))
	)
};

export const createPathSchema = z.object({ code, ...words });
export type CreatePath = z.output<typeof createPathSchema>;

export const updatePathSchema = z.object({
	code,
	...words,
	/** The version that the officer saw when they began. */
	version: z.coerce.number().int().min(1)
});
export type UpdatePath = z.output<typeof updatePathSchema>;

export const retirePathSchema = z.object({ code });
export type RetirePath = z.output<typeof retirePathSchema>;

/** What a form says, as it is kept. */
export const contentOf = (input: Omit<CreatePath, 'code'>): PathContent => ({
	title: { 'zh-CN': input.titleZh, en: input.titleEn },
	summary: { 'zh-CN': input.summaryZh, en: input.summaryEn },
	steps: input.steps
});
