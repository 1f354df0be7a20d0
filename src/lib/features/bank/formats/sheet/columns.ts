import { locales, type Locale, type LocalText } from '$lib/i18n/locales';

/** What a table says about a question, one column each. */
export const plainColumns = {
	code: { 'zh-CN': '编号', en: 'Code' },
	type: { 'zh-CN': '题型', en: 'Type' },
	area: { 'zh-CN': '知识领域', en: 'Area' },
	level: { 'zh-CN': '认知层次', en: 'Level' },
	difficulty: { 'zh-CN': '难度', en: 'Difficulty' },
	seconds: { 'zh-CN': '用时（秒）', en: 'Seconds' },
	use: { 'zh-CN': '用途', en: 'Use' },
	tags: { 'zh-CN': '标签', en: 'Tags' },
	source: { 'zh-CN': '来源', en: 'Source' },
	competency: { 'zh-CN': '能力项', en: 'Competency' },
	module: { 'zh-CN': '课程', en: 'Module' },
	reviewAgainOn: { 'zh-CN': '复审日期', en: 'Review again on' },
	caseCode: { 'zh-CN': '案例编号', en: 'Case code' },
	answer: { 'zh-CN': '答案', en: 'Answer' },
	accepted: { 'zh-CN': '可接受的答案', en: 'Accepted answers' },
	tolerance: { 'zh-CN': '允许误差', en: 'Tolerance' },
	unit: { 'zh-CN': '单位', en: 'Unit' },
	policy: { 'zh-CN': '计分方式', en: 'Scoring' },
	caseMatters: { 'zh-CN': '区分大小写', en: 'Case matters' },
	widthMatters: { 'zh-CN': '区分全角半角', en: 'Width matters' },
	longest: { 'zh-CN': '字数上限', en: 'Most characters' }
} as const satisfies Record<string, LocalText>;

/** Words: a column for each language. */
export const wordColumns = {
	stem: { 'zh-CN': '题干', en: 'Stem' },
	explanation: { 'zh-CN': '解析', en: 'Explanation' },
	caseTitle: { 'zh-CN': '案例标题', en: 'Case title' },
	caseMaterial: { 'zh-CN': '案例材料', en: 'Case material' },
	rubric: { 'zh-CN': '评分标准', en: 'Rubric' },
	model: { 'zh-CN': '参考答案', en: 'Model answer' }
} as const satisfies Record<string, LocalText>;

/** Words of an option: a column for each letter and language. */
export const optionColumns = {
	option: { 'zh-CN': '选项', en: 'Option ' },
	feedback: { 'zh-CN': '反馈', en: 'Feedback ' }
} as const satisfies Record<string, LocalText>;
/** Share of the marks of an option, in percent. */
const SHARE: LocalText = { 'zh-CN': '分值', en: 'Share ' };
const LANGUAGE: Record<Locale, LocalText> = {
	'zh-CN': { 'zh-CN': '（中文）', en: ' (Chinese)' },
	en: { 'zh-CN': '（英文）', en: ' (English)' }
};

export type PlainColumn = keyof typeof plainColumns;
export type WordColumn = keyof typeof wordColumns;
/** `stem.zh-CN`, `option.A.en`, `share.B` … */
export type ColumnKey =
	| PlainColumn
	| `${WordColumn}.${Locale}`
	| `${keyof typeof optionColumns}.${string}.${Locale}`
	| `share.${string}`;

export const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Letters whose columns an empty table has. */
const FIRST = letters.slice(0, 8);

interface Column {
	key: ColumnKey;
	head: LocalText;
	/** Other heads that are understood. */
	also: string[];
}

const join = (...parts: LocalText[]): LocalText => ({
	'zh-CN': parts.map((part) => part['zh-CN']).join(''),
	en: parts.map((part) => part.en).join('')
});
const plain = (key: PlainColumn): Column => ({ key, head: plainColumns[key], also: [key] });
const words = (key: WordColumn): Column[] =>
	locales.map((locale) => ({
		key: `${key}.${locale}`,
		head: join(wordColumns[key], LANGUAGE[locale]),
		also: [`${key}.${locale}`]
	}));
const ofLetter = (key: keyof typeof optionColumns, letter: string): Column[] =>
	locales.map((locale) => ({
		key: `${key}.${letter}.${locale}`,
		head: join(optionColumns[key], { 'zh-CN': letter, en: letter }, LANGUAGE[locale]),
		also: [`${key}.${letter}.${locale}`]
	}));
const share = (letter: string): Column => ({
	key: `share.${letter}`,
	head: join(SHARE, { 'zh-CN': letter, en: letter }),
	also: []
});

/** Every column in the order in which a table has them. */
const all: Column[] = [
	...(['code', 'type', 'area', 'level', 'difficulty', 'seconds', 'use', 'tags', 'source'] as const).map(
		plain
	),
	...(['competency', 'module', 'reviewAgainOn', 'caseCode'] as const).map(plain),
	...[...words('caseTitle'), ...words('caseMaterial'), ...words('stem')],
	...letters.flatMap((letter) => ofLetter('option', letter)),
	...(['answer', 'accepted', 'tolerance', 'unit', 'policy', 'caseMatters', 'widthMatters'] as const).map(
		plain
	),
	...[...words('rubric'), ...words('model'), plain('longest'), ...words('explanation')],
	...letters.flatMap((letter) => [share(letter), ...ofLetter('feedback', letter)])
];

/** Columns that every table of ours has, whether something stands in them or not. */
const usual = new Set<string>(
	all.map(({ key }) => key).filter((key) => !/^(share|feedback)\./.test(key) && isFirst(key))
);
function isFirst(key: string): boolean {
	const letter = /^option\.([A-Z])\./.exec(key)?.[1];
	return !letter || FIRST.includes(letter);
}

/** The columns of a table with these cells, and their heads in a language. */
export function columnsFor(cells: ReadonlySet<string>, locale: Locale): { key: ColumnKey; head: string }[] {
	return all
		.filter(({ key }) => usual.has(key) || cells.has(key))
		.map(({ key, head }) => ({ key, head: head[locale] }));
}

const tidy = (head: string): string => head.normalize('NFKC').toLowerCase().replace(/[\s*]/g, '');
const named = new Map(
	all.flatMap(({ key, head, also }) =>
		[...Object.values(head), ...also].map((name) => [tidy(name), key] as const)
	)
);
const families = { ...wordColumns, ...optionColumns };

/**
 * The column that a head means, in either language or by its key; null for a foreign one. Words without a language are
 * those of the file's.
 */
export function columnOf(head: string, locale: Locale): ColumnKey | null {
	const known = named.get(tidy(head));
	if (known) return known;
	for (const [key, names] of Object.entries(families)) {
		for (const name of [...Object.values(names), key]) {
			const rest = tidy(head).startsWith(tidy(name)) ? tidy(head).slice(tidy(name).length) : null;
			if (rest === '' && key in wordColumns) return `${key as WordColumn}.${locale}`;
			if (rest !== null && /^[a-z]$/.test(rest) && key in optionColumns)
				return `${key as 'option'}.${rest.toUpperCase()}.${locale}`;
		}
	}
	return null;
}

/** The head of a column in a language, for problems that name it. */
export const headOf = (key: ColumnKey, locale: Locale): string =>
	all.find((column) => column.key === key)?.head[locale] ?? key;
