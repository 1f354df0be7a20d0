import { z } from 'zod';
import { readDecimal } from './decimal';
import { findingsOf, MOST_OPTIONS } from './formats/check';
import { multiplePolicies, type Question } from './question';

/** Most characters of a stem, a material or an explanation, in one language; of an option and the like; of an answer. */
export const LONGEST_WORDS = { long: 20_000, short: 4_000, answer: 500 } as const;
const MOST_PARTS = 50;

/** Shares as files write them (33.33333) add up to a whole that is a little short of it. */
const NEARLY_WHOLE = 99.99;

/** Words in either language, at least one of them not empty. */
export const wordsSchema = (longest: number) => {
	const text = z.string().max(longest).optional();
	return z
		.strictObject({ 'zh-CN': text, en: text })
		.refine((words) => Object.values(words).some((one) => one?.trim()), 'empty');
};
const long = wordsSchema(LONGEST_WORDS.long);
const short = wordsSchema(LONGEST_WORDS.short);

const id = z.string().min(1).max(40);
const answer = z.string().min(1).max(LONGEST_WORDS.answer);
const part = z.number().positive().max(100);
const decimal = z
	.string()
	.max(120)
	.refine((text) => readDecimal(text) !== null, 'numeric');
const factor = decimal.refine((text) => (readDecimal(text)?.units ?? 0n) > 0n, 'numeric');
const halfway = z.enum(['allOrNothing', 'partial']);
const base = { stem: long, explanation: long.optional() };
const options = z
	.array(
		z.strictObject({
			id,
			text: short,
			feedback: short.optional(),
			share: z.number().min(-100).max(100).optional()
		})
	)
	.min(2)
	.max(MOST_OPTIONS);
const acceptedTexts = z
	.array(z.strictObject({ text: answer, share: part, feedback: short.optional() }))
	.max(MOST_PARTS);
const matching = z.strictObject({ case: z.boolean(), width: z.boolean() });

const kinds = z.discriminatedUnion('type', [
	z.strictObject({
		...base,
		type: z.literal('single'),
		options,
		correct: z.string().max(40),
		policy: z.enum(['allOrNothing', 'perOption'])
	}),
	z.strictObject({
		...base,
		type: z.literal('multiple'),
		options,
		correct: z.array(id).min(1).max(MOST_OPTIONS),
		policy: z.enum(multiplePolicies)
	}),
	z.strictObject({
		...base,
		type: z.literal('trueFalse'),
		correct: z.boolean(),
		feedback: z.strictObject({ true: short.optional(), false: short.optional() }).optional()
	}),
	z.strictObject({
		...base,
		type: z.literal('numeric'),
		accepted: z
			.array(
				z.strictObject({
					range: z.union([
						z.strictObject({ value: decimal, tolerance: decimal }),
						z.strictObject({ from: decimal, to: decimal })
					]),
					share: part,
					feedback: short.optional()
				})
			)
			.min(1)
			.max(MOST_PARTS),
		unit: z
			.strictObject({
				name: answer,
				others: z.array(z.strictObject({ name: answer, factor })).max(MOST_PARTS)
			})
			.optional()
	}),
	z.strictObject({
		...base,
		type: z.literal('fillIn'),
		gaps: z
			.array(z.strictObject({ id, accepted: acceptedTexts.min(1) }))
			.min(1)
			.max(MOST_PARTS),
		matching
	}),
	z.strictObject({
		...base,
		type: z.literal('matching'),
		pairs: z
			.array(z.strictObject({ id, left: short, right: short }))
			.min(2)
			.max(MOST_PARTS),
		others: z.array(z.strictObject({ id, right: short })).max(MOST_PARTS),
		policy: halfway
	}),
	z.strictObject({
		...base,
		type: z.literal('ordering'),
		items: z
			.array(z.strictObject({ id, text: short }))
			.min(2)
			.max(MOST_PARTS),
		policy: halfway
	}),
	z.strictObject({ ...base, type: z.literal('shortAnswer'), accepted: acceptedTexts, matching }),
	z.strictObject({
		...base,
		type: z.literal('essay'),
		rubric: z
			.array(
				z.strictObject({
					id,
					criterion: short,
					weight: part,
					levels: z
						.array(z.strictObject({ share: z.number().min(0).max(100), words: short }))
						.min(2)
						.max(10)
				})
			)
			.max(20),
		model: long.optional(),
		longest: z.int().min(1).max(100_000).optional()
	})
]);

/**
 * A question of any kind, whole and consistent. A message is a problem's code (`ProblemCode`, or `sameId`, `weights`,
 * `levels`), with what it is about behind a colon.
 */
export const questionSchema: z.ZodType<Question> = kinds.superRefine((question, issues) => {
	const refuse = (code: string, what?: string) =>
		issues.addIssue({ code: 'custom', message: what ? `${code}: ${what}` : code });
	for (const { code, what } of findingsOf(question)) refuse(code, what);
	for (const ids of idsOf(question)) {
		const twice = ids.find((one, i) => ids.indexOf(one) < i);
		if (twice) refuse('sameId', twice);
	}
	if (question.type === 'single' || question.type === 'multiple') {
		const known = new Set(question.options.map((option) => option.id));
		const unknown = [question.correct].flat().find((one) => !known.has(one));
		if (unknown) refuse('unknownKey', unknown);
		const best = bestOf(question);
		if (best < NEARLY_WHOLE) refuse('fractions', String(best));
	}
	if (question.type === 'essay' && question.rubric.length) {
		const whole = question.rubric.reduce((sum, { weight }) => sum + weight, 0);
		if (Math.abs(whole - 100) > 100 - NEARLY_WHOLE) refuse('weights', String(whole));
		const off = question.rubric.find(
			({ levels }) =>
				levels[0]?.share !== 100 || levels.some(({ share }, i) => i > 0 && share >= levels[i - 1]!.share)
		);
		if (off) refuse('levels', off.id);
	}
});

/** What the best answer earns, in percent: by shares where each option has its own. */
function bestOf({ type, policy, options }: Extract<Question, { type: 'single' | 'multiple' }>): number {
	if (policy !== 'perOption') return 100;
	const shares = options.map(({ share = 0 }) => Math.max(0, share));
	return type === 'single' ? Math.max(...shares) : shares.reduce((sum, share) => sum + share, 0);
}

/** Ids that have to differ from each other. */
function idsOf(question: Question): string[][] {
	const list = (parts: { id: string }[]) => parts.map((one) => one.id);
	switch (question.type) {
		case 'single':
			return [list(question.options)];
		case 'multiple':
			return [list(question.options), question.correct];
		case 'fillIn':
			return [list(question.gaps)];
		case 'matching':
			return [list([...question.pairs, ...question.others])];
		case 'ordering':
			return [list(question.items)];
		case 'essay':
			return [list(question.rubric)];
		default:
			return [];
	}
}
