import { difficulties, knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import type { Locale } from '$lib/i18n/locales';
import bankEn from '$lib/i18n/messages/en/bank.json';
import examsEn from '$lib/i18n/messages/en/exams.json';
import bankZh from '$lib/i18n/messages/zh-CN/bank.json';
import examsZh from '$lib/i18n/messages/zh-CN/exams.json';
import { EXPECTED_LOSS } from '../../content';
import { multiplePolicies, questionTypes } from '../../question';
import { itemUses } from '../../states';

type Words = Record<string, string>;
const bank: Record<Locale, Words> = { 'zh-CN': bankZh, en: bankEn };
const exams: Record<Locale, Words> = { 'zh-CN': examsZh, en: examsEn };

/** The values that cells name by words of either language or by their codes. */
const values = {
	type: { words: bank, codes: questionTypes, under: 'type' },
	policy: { words: bank, codes: multiplePolicies, under: 'policy' },
	use: { words: bank, codes: itemUses, under: 'use' },
	level: { words: bank, codes: levels, under: 'level' },
	area: { words: exams, codes: knowledgeAreas, under: 'area' }
} as const;
type Kind = keyof typeof values;

const tidy = (text: string): string =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s，,。]/g, '');
/** Shorter names that people write. */
const short: Partial<Record<Kind, Record<string, string>>> = {
	type: {
		...{ 单选: 'single', 单选题: 'single', 多选: 'multiple', 多选题: 'multiple', 判断: 'trueFalse' },
		...{ 填空: 'fillIn', 计算题: 'numeric', 匹配: 'matching', 连线题: 'matching', 排序: 'ordering' },
		...{ 简答: 'shortAnswer', 论述: 'essay', 问答题: 'essay', 'true/false': 'trueFalse' }
	}
};

const named = Object.fromEntries(
	(Object.keys(values) as Kind[]).map((kind) => {
		const { words, codes, under } = values[kind];
		const entries = codes.flatMap((code) =>
			[code, ...Object.values(words).map((own) => own[`${under}.${code}`] ?? code)].map(
				(name) => [tidy(name), code] as const
			)
		);
		return [kind, new Map<string, string>([...Object.entries(short[kind] ?? {}), ...entries])];
	})
) as Record<Kind, Map<string, string>>;

/** The code that a cell names; null for a word that is none of its kind. */
export const codeOf = (kind: Kind, cell: string): string | null =>
	named[kind].get(cell) ?? named[kind].get(tidy(cell)) ?? null;

/** A code in words of a language. */
export const wordOf = (kind: Kind, code: string, locale: Locale): string =>
	values[kind].words[locale][`${values[kind].under}.${code}`] ?? code;

const YES = new Set(['是', 'y', 'yes', 'true', 't', '1', '对', '正确', '√', '✓', 'right', 'correct']);
const NO = new Set(['否', 'n', 'no', 'false', 'f', '0', '错', '错误', '×', 'x', '✗', 'wrong', 'incorrect']);

/** A truth as people write it; null for what is none. */
export function truthOf(cell: string): boolean | null {
	const said = tidy(cell);
	return YES.has(said) ? true : NO.has(said) ? false : null;
}

export const truthWord = (value: boolean, locale: Locale): string =>
	bank[locale][value ? 'answer.true' : 'answer.false']!;
export const yesWord = (value: boolean, locale: Locale): string =>
	locale === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否';

const STEPS: Record<string, (typeof difficulties)[number]> = { 易: 'easy', 中: 'medium', 难: 'hard' };

/** A difficulty in thousandths: a share of marks in percent, or a word for it; null for what is none. */
export function difficultyOf(cell: string): number | null {
	const said = tidy(cell);
	const step = STEPS[said] ?? difficulties.find((one) => one === said);
	if (step) return EXPECTED_LOSS[step];
	const percent = /^\d{1,3}(\.\d)?%?$/.test(said) ? Number(said.replace('%', '')) : NaN;
	return percent <= 100 ? Math.round(percent * 10) : null;
}
