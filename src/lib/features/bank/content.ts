import { z } from 'zod';
import {
	difficulties,
	knowledgeAreas,
	levels,
	type Difficulty,
	type KnowledgeArea,
	type Level
} from '$lib/content/question-vocabulary';
import { both, kindShapes, questionOf } from './content-kinds';
import { USUAL_SECONDS, type Question, type Words } from './question';
import { questionSchema } from './question-schema';
import { itemUses, type ItemUse } from './states';

/** Marks that are expected to be lost, in thousandths, for each step of intended difficulty. */
export const EXPECTED_LOSS: Record<Difficulty, number> = { easy: 250, medium: 450, hard: 650 };

/** A question of the content files with what is known of it. */
export interface BankEntry {
	/** For good. */
	code: string;
	area: KnowledgeArea;
	question: Question;
	/** Marks expected to be lost, in thousandths. */
	difficulty: number;
	level: Level;
	seconds: number;
	/** Code of the training module that teaches it. */
	module: string | null;
	use: ItemUse;
	tags: string[];
	/** What it cites: the law with its article. */
	laws: string[];
	/** Codes of questions that never stand on a paper with it. */
	enemies: string[];
	/** Code of the case whose material it asks about. */
	case: string | null;
}

export interface BankCase {
	code: string;
	title: Words;
	material: Words;
}

const isUnique = (values: readonly string[]) => new Set(values).size === values.length;
const code = z.string().regex(/^[a-z]+-\d{3}$/, 'must be <area>-<three digits>');
const few = (most: number) => z.array(z.string().trim().min(1).max(60)).max(most).default([]);
const base = {
	id: code,
	difficulty: z.enum(difficulties),
	level: z.enum(levels),
	seconds: z.int().min(10).max(7200).optional(),
	module: z
		.string()
		.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
		.nullable()
		.default(null),
	use: z.enum(itemUses).default('exam'),
	tags: few(5).refine(isUnique, 'tags must differ'),
	laws: few(10).refine(isUnique, 'laws must differ'),
	enemies: z.array(code).max(20).default([]),
	stem: both,
	explanation: both
};

const item = z
	.discriminatedUnion('type', [
		z.strictObject({ ...base, type: z.literal('single'), ...kindShapes.single }),
		z.strictObject({ ...base, type: z.literal('multiple'), ...kindShapes.multiple }),
		z.strictObject({ ...base, type: z.literal('trueFalse'), ...kindShapes.trueFalse }),
		z.strictObject({ ...base, type: z.literal('numeric'), ...kindShapes.numeric }),
		z.strictObject({ ...base, type: z.literal('fillIn'), ...kindShapes.fillIn }),
		z.strictObject({ ...base, type: z.literal('matching'), ...kindShapes.matching }),
		z.strictObject({ ...base, type: z.literal('ordering'), ...kindShapes.ordering }),
		z.strictObject({ ...base, type: z.literal('shortAnswer'), ...kindShapes.shortAnswer }),
		z.strictObject({ ...base, type: z.literal('essay'), ...kindShapes.essay })
	])
	.transform((written, context) => {
		if (written.type === 'single' && written.options.filter(({ correct }) => correct).length > 1) {
			context.issues.push({ code: 'custom', message: `${written.id}: manyKeys`, input: written });
		}
		const checked = questionSchema.safeParse(questionOf(written));
		for (const { path, message } of checked.error?.issues ?? []) {
			context.issues.push({ code: 'custom', message: `${written.id}: ${message}`, path, input: written });
		}
		const { id, difficulty, level, seconds, module, use, tags, laws, enemies, type } = written;
		return {
			code: id,
			question: checked.data ?? z.NEVER,
			difficulty: EXPECTED_LOSS[difficulty],
			level,
			seconds: seconds ?? USUAL_SECONDS[type],
			...{ module, use, tags, laws, enemies }
		};
	});

/** `content/bank/<area>.yaml`. */
export const bankSheet = z
	.strictObject({
		area: z.enum(knowledgeAreas),
		questions: z.array(item).min(1),
		cases: z
			.array(
				z.strictObject({
					id: z.string().regex(/^[a-z]+-case-\d{2}$/, 'must be <area>-case-<two digits>'),
					title: both,
					material: both,
					questions: z.array(item).min(2).max(20)
				})
			)
			.default([])
	})
	.transform(({ area, questions, cases }) => ({
		area,
		cases: cases.map(({ id, title, material }): BankCase => ({ code: id, title, material })),
		items: [
			...questions.map((one): BankEntry => ({ ...one, area, case: null })),
			...cases.flatMap(({ id, questions: own }) => own.map((one): BankEntry => ({ ...one, area, case: id })))
		]
	}))
	.superRefine(({ area, cases, items }, issues) => {
		const away = [...cases, ...items].find((one) => !one.code.startsWith(`${area}-`));
		if (away) issues.addIssue({ code: 'custom', message: `${away.code} must start with ${area}-` });
	});

/** The first thing that is wrong between the questions of all files, with their codes; null when nothing is. */
export function faultBetween(cases: readonly BankCase[], items: readonly BankEntry[]): string | null {
	const seen = new Set<string>();
	for (const { code: own } of [...cases, ...items]) {
		if (seen.has(own)) return `two are named ${own}`;
		seen.add(own);
	}
	const byCode = new Map(items.map((one) => [one.code, one]));
	for (const { code: own, enemies, case: group } of items) {
		for (const name of enemies) {
			const enemy = byCode.get(name);
			if (!enemy) return `${own}: its enemy ${name} does not exist`;
			if (name === own) return `${own}: is its own enemy`;
			if (group && enemy.case === group) return `${own}: its enemy ${name} stands in the same case`;
		}
	}
	return null;
}
