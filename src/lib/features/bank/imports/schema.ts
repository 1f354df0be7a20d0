import { z } from 'zod';
import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import { locales } from '$lib/i18n/locales';
import { id, key, optionalText, uploadedFileSchema, wholeNumber } from '$lib/shared/form';
import { itemUses } from '../states';
import { exportFormats } from './export';
import { importFormats } from './model';

const choice = key('app.field.choice');

/** A file with what the form says for questions that do not say it themselves. */
export const bringImportSchema = z.object({
	file: uploadedFileSchema,
	format: z.union([z.literal('').transform(() => null), z.enum(importFormats, choice)]).default(null),
	language: z.enum(locales, choice),
	area: z.enum(knowledgeAreas, choice),
	level: z.enum(levels, choice),
	/** In percent of the marks. */
	difficulty: wholeNumber(0, 100),
	seconds: z.union([z.literal('').transform(() => null), wholeNumber(10, 7200)]).default(null),
	use: z.enum(itemUses, choice),
	tags: z
		.string()
		.default('')
		.transform((text) => [...new Set(text.split(/[,，;；、]/).flatMap((tag) => tag.trim() || []))])
		.refine((tags) => tags.length <= 10 && tags.every((tag) => tag.length <= 60), key('app.field.too_long')),
	source: optionalText(300)
});
export type BringImport = z.output<typeof bringImportSchema>;

export const ofImport = z.object({ importId: id });
export type OfImport = z.output<typeof ofImport>;

/** Which questions of a file enter: one by its position, or all that fit (`all`), or none. */
export const chooseQuestionsSchema = ofImport.extend({
	position: z.union([z.enum(['all', 'alike']), wholeNumber(1, 100_000)]),
	taken: z.enum(['yes', 'no'], choice)
});
export type ChooseQuestions = z.output<typeof chooseQuestionsSchema>;

/** How questions go out; which ones, the address says. */
export const exportItemsSchema = z.object({
	format: z.enum(exportFormats, choice),
	language: z.enum(locales, choice)
});
