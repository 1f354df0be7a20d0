import { z } from 'zod';
import { multiplePolicies, type Question } from './question';

/**
 * Questions as content files write them, shorter than they are kept: the right option says so itself, a share is 100
 * unless another stands there. Lengths, counts and what belongs together are checked by `questionSchema` afterwards.
 */

/** Words of content files stand in both languages. */
export const both = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });

const feedback = both.optional();
const share = z.number().default(100);
const options = z.array(
	z.strictObject({
		id: z.string().regex(/^[a-z]$/),
		text: both,
		correct: z.boolean().default(false),
		feedback,
		share: z.number().optional()
	})
);
const halfway = z.enum(['allOrNothing', 'partial']).default('partial');
const accepted = z.array(z.strictObject({ text: z.string().trim().min(1), share, feedback }));
const matching = z
	.strictObject({ case: z.boolean().default(false), width: z.boolean().default(false) })
	.prefault({});

/** What stands in a file by kind, beside the type, the stem and the explanation. */
export const kindShapes = {
	single: { options, policy: z.enum(['allOrNothing', 'perOption']).default('allOrNothing') },
	multiple: { options, policy: z.enum(multiplePolicies).default('allOrNothing') },
	trueFalse: {
		correct: z.boolean(),
		feedback: z.strictObject({ true: feedback, false: feedback }).optional()
	},
	numeric: {
		accepted: z.array(
			z.union([
				z.strictObject({ value: z.string(), tolerance: z.string(), share, feedback }),
				z.strictObject({ from: z.string(), to: z.string(), share, feedback })
			])
		),
		unit: z
			.strictObject({
				name: z.string().trim().min(1),
				others: z.array(z.strictObject({ name: z.string().trim().min(1), factor: z.string() })).default([])
			})
			.optional()
	},
	fillIn: { gaps: z.array(z.strictObject({ id: z.string(), accepted })), matching },
	matching: {
		pairs: z.array(z.strictObject({ id: z.string(), left: both, right: both })),
		others: z.array(z.strictObject({ id: z.string(), right: both })).default([]),
		policy: halfway
	},
	ordering: { items: z.array(z.strictObject({ id: z.string(), text: both })), policy: halfway },
	shortAnswer: { accepted, matching },
	essay: {
		rubric: z
			.array(
				z.strictObject({
					id: z.string(),
					criterion: both,
					weight: z.number(),
					levels: z.array(z.strictObject({ share: z.number(), words: both }))
				})
			)
			.min(1),
		model: both.optional(),
		longest: z.int().default(800)
	}
} as const;

type Shapes = typeof kindShapes;
type Base = { stem: z.output<typeof both>; explanation: z.output<typeof both> };

/** A question of a file: its kind, its words, and what the kind asks for. */
export type Written = {
	[K in keyof Shapes]: Base & { type: K } & z.output<z.ZodObject<Shapes[K]>>;
}[keyof Shapes];

/** The question as the bank keeps it. */
export function questionOf(written: Written): Question {
	const { stem, explanation } = written;
	const base = { stem, explanation };
	switch (written.type) {
		case 'single':
		case 'multiple': {
			const { type, policy } = written;
			const correct = written.options.filter((option) => option.correct).map(({ id }) => id);
			const plain = written.options.map(({ id, text, feedback: said, share: own }) => ({
				id,
				text,
				...(said && { feedback: said }),
				...(own !== undefined && { share: own })
			}));
			return type === 'single'
				? {
						...base,
						type,
						options: plain,
						correct: correct.length === 1 ? correct[0]! : '',
						policy: written.policy
					}
				: { ...base, type, options: plain, correct, policy };
		}
		case 'trueFalse': {
			const { type, correct, feedback: said } = written;
			return { ...base, type, correct, ...(said && { feedback: said }) };
		}
		case 'numeric': {
			const { type, unit } = written;
			const numbers = written.accepted.map(({ share: own, feedback: said, ...range }) => ({
				range,
				share: own,
				...(said && { feedback: said })
			}));
			return { ...base, type, accepted: numbers, ...(unit && { unit }) };
		}
		case 'fillIn':
			return { ...base, type: written.type, gaps: written.gaps, matching: written.matching };
		case 'matching': {
			const { type, pairs, others, policy } = written;
			return { ...base, type, pairs, others, policy };
		}
		case 'ordering':
			return { ...base, type: written.type, items: written.items, policy: written.policy };
		case 'shortAnswer':
			return { ...base, type: written.type, accepted: written.accepted, matching: written.matching };
		case 'essay': {
			const { type, rubric, model, longest } = written;
			return { ...base, type, rubric, longest, ...(model && { model }) };
		}
	}
}
