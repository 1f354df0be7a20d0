import { z } from 'zod';
import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';
import type { Range } from './assembly/blueprint';
import type { BlueprintContent } from './blueprint-content';
import { questionTypes, type QuestionType } from './question';

const code = z
	.string(key('app.field.required'))
	.trim()
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, key('bank.blueprint.code_form'))
	.max(60, key('app.field.too_long'));

export const createBlueprintSchema = z.object({
	code,
	titleZh: requiredText(80),
	titleEn: requiredText(160)
});
export type CreateBlueprint = z.output<typeof createBlueprintSchema>;

export const startBlueprintVersionSchema = z.object({ blueprintId: id });
export type StartBlueprintVersion = z.output<typeof startBlueprintVersionSchema>;

/** `revision` is what the editor saw: somebody else's change in between is not overwritten. */
export const blueprintDraftSchema = z.object({ blueprintId: id, revision: wholeNumber(1, 1_000_000) });
export type BlueprintDraft = z.output<typeof blueprintDraftSchema>;

/** What a form leaves empty, or leaves out. */
const emptyAsNull = (value: unknown) =>
	value === undefined || (typeof value === 'string' && !value.trim()) ? null : value;
/** A number of a form that may be left empty. */
const count = (max: number) => z.preprocess(emptyAsNull, wholeNumber(0, max).nullable());
/** A share of a form in percent, to a tenth; kept in thousandths. */
const share = z.preprocess(
	emptyAsNull,
	z.coerce
		.number(key('app.field.number'))
		.min(0, key('app.field.range'))
		.max(100, key('app.field.range'))
		.transform((percent) => Math.round(percent * 10))
		.nullable()
);
const maybe = <T extends string>(values: readonly T[]) =>
	z.preprocess((value) => value || undefined, z.enum(values, key('app.field.choice')).optional());
/** Codes with spaces, commas or breaks between them. */
const codes = z
	.string()
	.max(20_000, key('app.field.too_long'))
	.default('')
	.transform((text) => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))]);
const byPlace = <T extends z.ZodType>(one: T) => z.record(z.string().regex(/^\d{1,3}$/), one).default({});

const cell = z
	.object({
		area: maybe(knowledgeAreas),
		level: maybe(levels),
		type: maybe(questionTypes),
		from: count(500),
		to: count(500)
	})
	.refine(({ from, to }) => from === null || to === null || from <= to, {
		path: ['to'],
		message: key('bank.blueprint.range')
	});

/** A pair of bounds: both or none, the lesser first. */
const bounds = (max: number) =>
	z
		.object({ from: count(max), to: count(max) })
		.refine(({ from, to }) => (from === null) === (to === null), {
			path: ['to'],
			message: key('bank.blueprint.range_half')
		})
		.refine(({ from, to }) => from === null || to === null || from <= to, {
			path: ['to'],
			message: key('bank.blueprint.range')
		})
		.transform(({ from, to }): Range | null => (from === null || to === null ? null : { from, to }))
		.default(null);

export const blueprintFormSchema = z.object({
	titleZh: requiredText(80),
	titleEn: requiredText(160),
	items: wholeNumber(1, 500),
	cells: byPlace(cell),
	marks: z.partialRecord(z.enum(questionTypes), wholeNumber(1, 100)).default({}),
	total: bounds(50_000),
	/** In minutes. */
	time: bounds(1000),
	difficulty: z
		.object({ mean: share, tolerance: share })
		.refine(({ mean, tolerance }) => (mean === null) === (tolerance === null), {
			path: ['tolerance'],
			message: key('bank.blueprint.range_half')
		})
		.default({ mean: null, tolerance: null }),
	exposure: count(1_000_000),
	earlier: z
		.object({
			papers: z.preprocess((value) => value ?? [], z.array(id).max(50)),
			most: count(500)
		})
		.default({ papers: [], most: null }),
	required: codes,
	forbidden: codes,
	shared: wholeNumber(0, 500).default(0),
	minutes: wholeNumber(1, 480),
	passPercent: wholeNumber(1, 100)
});
export type BlueprintForm = z.output<typeof blueprintFormSchema>;

export const saveBlueprintSchema = blueprintDraftSchema.extend(blueprintFormSchema.shape);
export type SaveBlueprint = z.output<typeof saveBlueprintSchema>;

export const requestAssemblySchema = z.object({
	blueprintId: id,
	papers: wholeNumber(1, 8),
	shared: wholeNumber(0, 500).default(0),
	/** Left empty it is drawn. */
	seed: z.string().trim().max(64, key('app.field.too_long')).default('')
});
export type RequestAssembly = z.output<typeof requestAssemblySchema>;

/** A form as a blueprint; `idOf` gives the items that it names by their codes. */
export function contentOf(
	code: string,
	form: BlueprintForm,
	idOf: (code: string) => string
): BlueprintContent {
	const { titleZh, titleEn, items, cells, marks, total, time, difficulty, earlier } = form;
	const isSaid = ({ area, level, type, from, to }: (typeof cells)[string]) =>
		area !== undefined || level !== undefined || type !== undefined || from !== null || to !== null;
	return {
		...{ code, title: { 'zh-CN': titleZh, en: titleEn }, items, total },
		cells: Object.entries(cells)
			.sort(([a], [b]) => Number(a) - Number(b))
			.filter(([, cell]) => isSaid(cell))
			.map(([, { from, to, ...cell }]) => ({
				// What is not said stays out, so that the same blueprint is written the same.
				...(Object.fromEntries(Object.entries(cell).filter(([, value]) => value !== undefined)) as object),
				from: from ?? 0,
				to: to ?? Math.max(items, from ?? 0)
			})),
		marks: marks as Partial<Record<QuestionType, number>>,
		seconds: time && { from: time.from * 60, to: time.to * 60 },
		difficulty:
			difficulty.mean === null || difficulty.tolerance === null
				? null
				: { mean: difficulty.mean, tolerance: difficulty.tolerance },
		exposure: form.exposure,
		earlier: earlier.papers.length ? { papers: earlier.papers, most: earlier.most ?? 0 } : null,
		required: form.required.map(idOf),
		forbidden: form.forbidden.map(idOf),
		...{ shared: form.shared, minutes: form.minutes, passPercent: form.passPercent }
	};
}
