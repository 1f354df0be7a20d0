import { z } from 'zod';
import type { Locale } from '$lib/i18n/locales';
import { key } from '$lib/shared/form';
import { LONGEST_WORDS } from '../question-schema';
import { questionTypes } from '../question';

/** Most rows of a list in the editor: more than a question of any kind may have, so that what is wrong can be told. */
const MOST_ROWS = 60;

/** Rows of a form (`rows.0.…`, `rows.1.…`) as a list, in the order of their numbers. */
const inOrder = (value: unknown): unknown =>
	value !== null && typeof value === 'object' && !Array.isArray(value)
		? Object.entries(value)
				.filter(([place]) => /^\d{1,4}$/.test(place))
				.sort(([a], [b]) => Number(a) - Number(b))
				.map(([, row]) => row as unknown)
		: (value ?? []);
const rowsOf = <S extends z.ZodType>(row: S) =>
	z.preprocess(inOrder, z.array(row).max(MOST_ROWS)).default([]);
const ticks = z
	.preprocess(
		(value) => (value === undefined ? [] : [value].flat()),
		z.array(z.string().max(40)).max(MOST_ROWS)
	)
	.default([]);
const tick = z.union([z.literal('on').transform(() => true), z.boolean()]).default(false);

/** `times`: how much longer than kept a text may be; a refused form is shown again whole, also where it was too long. */
const schemaOf = (times: number) => {
	const text = (longest: number) =>
		z
			.string()
			.max(longest * times, key('app.field.too_long'))
			.default('');
	const words = (longest: number) =>
		z.object({ 'zh-CN': text(longest), en: text(longest) }).prefault(() => ({}));
	const [long, short] = [words(LONGEST_WORDS.long), words(LONGEST_WORDS.short)];
	/** One row of any kind's list; what a kind does not ask for stays empty. */
	const row = z.object({
		/** By which the right ones are named while the form is open. */
		id: text(40),
		/** An option, a thing to order, a criterion. */
		text: short,
		...{ feedback: short, left: short, right: short },
		/** Of the marks, in percent; a criterion's weight. */
		share: text(10),
		/** A text that is accepted; another unit. */
		answer: text(LONGEST_WORDS.answer),
		/** The gap that it belongs into. */
		gap: text(40),
		/** `value`: the first number plus or minus the second; `range`: from the first to the second. */
		kind: text(10),
		...{ first: text(120), second: text(120) },
		levels: rowsOf(z.object({ share: text(10), words: short }))
	});
	return z.object({
		type: z.enum(questionTypes, key('app.field.choice')),
		stem: long,
		explanation: long,
		policy: text(40),
		/** Ids of rows; `true` or `false`. */
		correct: ticks,
		rows: rowsOf(row),
		/** Units that are taken beside the first one. */
		others: rowsOf(row),
		unit: text(LONGEST_WORDS.answer),
		case: tick,
		width: tick,
		feedback: z.object({ true: short, false: short }).prefault(() => ({})),
		model: long,
		longest: text(10),
		/** Pictures that its words may show. */
		pictures: rowsOf(z.object({ name: text(200), id: text(40) }))
	});
};

/** A question as its editor's form holds it: everything is text, and nothing has to be right. */
export const typedQuestionSchema = schemaOf(1);
/** The same of a form that was refused, for the page that shows it again. */
export const refusedQuestionSchema = schemaOf(100);
export type TypedQuestion = z.output<typeof typedQuestionSchema>;
export type TypedRow = TypedQuestion['rows'][number];
export type TypedWords = Record<Locale, string>;
