import { z } from 'zod';
import type { LocalText } from '$lib/i18n/locales';
import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import type { Blueprint } from './assembly/blueprint';
import { questionTypes, type QuestionType } from './question';

/** A blueprint as it is kept: what every paper has to be, and what a new sitting is offered. */
export interface BlueprintContent extends Omit<Blueprint, 'earlier'> {
	code: string;
	title: LocalText;
	/** Time limit that a new sitting is offered. */
	minutes: number;
	/** Pass mark that a new sitting is offered. */
	passPercent: number;
	/** Most items in common with each of the earlier papers of these ids. */
	earlier: { papers: string[]; most: number } | null;
}

const both = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });
const count = z.int().min(0).max(500);
const range = z.strictObject({ from: z.int().min(0), to: z.int().min(0) });

/**
 * `content/blueprints/<code>.yaml`. A cell asks for `count` items, or for `from` to `to`, of an area, a level, a kind, or
 * of several of these at once. `marks` is one number for every kind, or a number for each.
 */
export const blueprintSheet = z
	.strictObject({
		code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
		title: both,
		items: z.int().min(1).max(500),
		cells: z
			.array(
				z
					.strictObject({
						area: z.enum(knowledgeAreas).optional(),
						level: z.enum(levels).optional(),
						type: z.enum(questionTypes).optional(),
						count: count.optional(),
						from: count.optional(),
						to: count.optional()
					})
					.transform(({ count: exactly, from = exactly ?? 0, to = exactly ?? 500, ...cell }) => ({
						...cell,
						from,
						to
					}))
			)
			.min(1),
		marks: z.union([
			z.int().min(1).max(100),
			z.partialRecord(z.enum(questionTypes), z.int().min(1).max(100))
		]),
		total: range.nullable().default(null),
		/** Expected time of a paper, in seconds. */
		seconds: range.nullable().default(null),
		/** In thousandths of the marks. */
		difficulty: z
			.strictObject({ mean: count.max(1000), tolerance: count.max(1000) })
			.nullable()
			.default(null),
		exposure: count.nullable().default(null),
		shared: count.default(0),
		minutes: z.int().min(1).max(480),
		passPercent: z.int().min(1).max(100)
	})
	.transform(({ marks, ...sheet }): BlueprintContent => ({
		...sheet,
		marks: typeof marks === 'number' ? evenMarks(marks) : marks,
		required: [],
		forbidden: [],
		earlier: null
	}));

/** The same marks for items of every kind. */
export const evenMarks = (marks: number): Record<QuestionType, number> =>
	Object.fromEntries(questionTypes.map((type) => [type, marks])) as Record<QuestionType, number>;

/** Marks of every paper of a blueprint; null where papers may differ. */
export function paperMarks({
	items,
	marks,
	total
}: Pick<Blueprint, 'items' | 'marks' | 'total'>): number | null {
	const each = new Set(questionTypes.map((type) => marks[type] ?? 1));
	if (each.size === 1) return items * [...each][0]!;
	return total && total.from === total.to ? total.from : null;
}
