import { z } from 'zod';
import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import {
	id,
	isoDate,
	key,
	optionalDate,
	optionalText,
	requiredText,
	uploadedFileSchema,
	wholeNumber
} from '$lib/shared/form';
import { itemIdsSchema } from './schema';
import { itemUses } from './states';
import { refusedQuestionSchema, typedQuestionSchema } from './typed/typed';

/** Words that are written one after the other, parted by `by`; doubled ones count once. */
const listOf = (longest: number, most: number, by: RegExp) =>
	z
		.string()
		.max(longest, key('app.field.too_long'))
		.default('')
		.transform((text) =>
			[...new Set(text.split(by).map((one) => one.trim()))].filter(Boolean).slice(0, most)
		);

/** What is known of an item beside what it says, as its editor's form holds it. */
const about = z.object({
	area: z.enum(knowledgeAreas, key('app.field.choice')),
	level: z.enum(levels, key('app.field.choice')),
	/** Share of its marks that candidates are expected to lose, in percent. */
	difficulty: z
		.string(key('app.field.required'))
		.trim()
		.min(1, key('app.field.required'))
		.transform(Number)
		.pipe(z.number(key('app.field.number')).min(0, key('app.field.range')).max(100, key('app.field.range'))),
	seconds: wholeNumber(5, 7200),
	use: z.enum(itemUses, key('app.field.choice')),
	competency: optionalText(100),
	module: optionalText(60),
	source: optionalText(300),
	tags: listOf(500, 20, /[,，、;；\n]/u),
	enemies: listOf(2000, 50, /[\s,，、;；]+/u),
	laws: listOf(4000, 20, /\n/u),
	reviewAgainOn: optionalDate,
	/** Code of the case that it belongs to. */
	inCase: optionalText(40)
});

/** Letters, digits, hyphens and dots, as in `law-101`. */
const code = z
	.string()
	.trim()
	.max(40, key('app.field.too_long'))
	.regex(/^([\p{L}\p{N}][\p{L}\p{N}._-]*)?$/u, key('app.field.unreadable'))
	.default('');

/** `revision`: of the item as the editor saw it. `over`: the one that is replaced knowingly, after reading. */
const seen = {
	revision: wholeNumber(0, 1_000_000_000).default(0),
	over: wholeNumber(1, 1_000_000_000).optional()
};

export const saveItemSchema = typedQuestionSchema.extend({
	...about.shape,
	...seen,
	itemId: id.optional(),
	/** Of a new item; the next free one of its area where none is given. */
	code,
	/** Its writer has looked at the items that say nearly the same. */
	looked: z.literal('yes').optional()
});
export type SaveItem = z.output<typeof saveItemSchema>;

export const previewItemSchema = typedQuestionSchema.extend({ itemId: id.optional() });
export type PreviewItem = z.output<typeof previewItemSchema>;

const longWords = z.object({
	'zh-CN': z.string().trim().max(20_000, key('app.field.too_long')).default(''),
	en: z.string().trim().max(20_000, key('app.field.too_long')).default('')
});
const shortWords = z.object({
	'zh-CN': z.string().trim().max(300, key('app.field.too_long')).default(''),
	en: z.string().trim().max(300, key('app.field.too_long')).default('')
});
export const saveCaseSchema = z.object({
	caseId: id.optional(),
	code,
	title: shortWords,
	material: longWords,
	pictures: typedQuestionSchema.shape.pictures,
	/** Codes of its items in their order. */
	items: listOf(4000, 60, /[\s,，、;；]+/u),
	version: wholeNumber(0, 1_000_000).default(0),
	over: wholeNumber(1, 1_000_000).optional()
});
export type SaveCase = z.output<typeof saveCaseSchema>;

export const addCommentSchema = z.object({ itemId: id, body: requiredText(2000) });
export type AddComment = z.output<typeof addCommentSchema>;

export const setUseSchema = z.object({
	itemIds: itemIdsSchema,
	use: z.enum(itemUses, key('app.field.choice'))
});
export type SetUse = z.output<typeof setUseSchema>;

export const setReviewAgainSchema = z.object({ itemIds: itemIdsSchema, on: optionalDate });
export type SetReviewAgain = z.output<typeof setReviewAgainSchema>;

export const recordLawChangeSchema = z.object({
	lawId: id,
	inForceOn: isoDate,
	note: requiredText(1000),
	/** Every item that cites it asks to be reviewed again from that day. */
	reviewAgain: z
		.literal('on')
		.optional()
		.transform((value) => value === 'on')
});
export type RecordLawChange = z.output<typeof recordLawChangeSchema>;

const line = z.string().max(4000).default('');
/** What is known of an item as its form holds it: text, which need not be right. */
export const typedAboutSchema = z.object({
	...{ code: line, area: line, level: line, difficulty: line, seconds: line, use: line, competency: line },
	...{ module: line, source: line, tags: line, enemies: line, laws: line, reviewAgainOn: line, inCase: line }
});
export type TypedAbout = z.output<typeof typedAboutSchema>;

/** What the editor asks for when a row is added or taken away without scripts, or another kind is chosen. */
export const actSchema = refusedQuestionSchema.extend({ ...typedAboutSchema.shape, act: line });

export const addPictureSchema = z.object({ file: uploadedFileSchema });

/** What the address of a list says that is searched and paged. */
export const pagedSearch = z.object({
	q: z.string().trim().max(100).default('').catch(''),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
