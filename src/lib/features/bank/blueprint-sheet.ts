import { z } from 'zod';
import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import { evenMarks, type BlueprintContent } from './blueprint-content';
import { questionTypes } from './question';

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
