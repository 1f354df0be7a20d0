import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSheet, writeSheet } from '$lib/features/bank/formats/sheet/sheet';
import type { Question, Words } from '$lib/features/bank/question';
import type { Exported } from '$lib/features/bank/formats/written';
import { markdown, question, words } from './questions';

const bilingual = fc
	.record({ 'zh-CN': fc.option(markdown, { nil: undefined }), en: markdown })
	.map((both): Words => (both['zh-CN'] ? { 'zh-CN': both['zh-CN'], en: both.en } : { en: both.en }));

const ordering = fc
	.tuple(bilingual, fc.array(bilingual, { minLength: 2, maxLength: 8 }), fc.boolean())
	.map(([stem, all, isWhole]): Question => ({
		type: 'ordering',
		stem,
		items: all.map((text, i) => ({ id: 'abcdefgh'[i]!, text })),
		policy: isWhole ? 'allOrNothing' : 'partial'
	}));
const essay = fc
	.record({ stem: bilingual, criterion: bilingual, best: words, model: bilingual })
	.map(({ stem, criterion, best, model }): Question => ({
		...{ type: 'essay', stem, model, longest: 800 },
		rubric: [
			{
				...{ id: '1', criterion, weight: 62.5 },
				levels: [
					{ share: 100, words: best },
					{ share: 0, words: criterion }
				]
			},
			{
				...{ id: '2', criterion: best, weight: 37.5 },
				levels: [
					{ share: 100, words: criterion },
					{ share: 50, words: best }
				]
			}
		]
	}));
const withUnit = fc.record({ stem: bilingual, feedback: bilingual }).map(({ stem, feedback }): Question => ({
	...{ type: 'numeric', stem },
	accepted: [
		{ range: { value: '10000', tolerance: '0' }, share: 100 },
		{ range: { from: '-9990', to: '10010.50' }, share: 50, feedback }
	],
	unit: { name: '元|a', others: [{ name: '万=元', factor: '10000' }] }
}));
const gaps = fc
	.tuple(bilingual, bilingual, fc.constantFrom('复利', '*复利*', 'a\\*b', 'x\\', '{{y}}', 'a|b\\n', '=1+1'))
	.map(([before, feedback, text]): Question => ({
		...{ type: 'fillIn', matching: { case: true, width: false } },
		stem: Object.fromEntries(
			Object.entries(before).map(([locale, own]) => [locale, `${own} {{rate}} {{2}}`])
		),
		gaps: [
			{ id: 'rate', accepted: [{ text, share: 100, feedback }] },
			{
				id: '2',
				accepted: [
					{ text: '1', share: 100 },
					{ text, share: 12.5 }
				]
			}
		]
	}));
const pairs = fc.tuple(bilingual, bilingual, markdown).map(([stem, side, text]): Question => ({
	...{ type: 'matching', stem, policy: 'partial' },
	pairs: [
		{ id: 'p1', left: side, right: { 'zh-CN': 'a = b', en: '= c' } },
		{ id: 'p2', left: { 'zh-CN': `${text} = x \\= y =`, en: '= z' }, right: side }
	],
	others: [{ id: 'o1', right: { 'zh-CN': 'x = y' } }]
}));

const about = {
	...{ area: 'law', level: 'apply', difficulty: 455, seconds: 75, use: 'practice' as const },
	...{ competency: '合规', module: 'credit-01', source: '= 教材', reviewAgainOn: '2027-03-01' }
};
const group = {
	code: 'law-case-01',
	title: { en: '-Case' },
	material: { 'zh-CN': '一\n\n| a |\n|---|\n| b |', en: '+b' }
};

const back = (questions: Exported[], locale: 'zh-CN' | 'en') => {
	const { head, rows } = writeSheet(questions, locale);
	const table = { head, rows: rows.map((cells, i) => ({ line: i + 2, cells })) };
	return parseSheet(table, 'zh-CN');
};

describe('tables of questions', () => {
	it.each(['zh-CN', 'en'] as const)('written with heads in %s and read again are equal', (locale) => {
		fc.assert(
			fc.property(fc.oneof(question, ordering, essay, withUnit, gaps, pairs), (own) => {
				const one = {
					name: 'law-051',
					category: [],
					tags: ['新规', 'a b'],
					question: own,
					about,
					case: group
				};
				const file = back([one, { ...one, name: 'law-052' }], locale);
				expect(file.questions.map(({ problems }) => problems)).toEqual([[], []]);
				expect(file.questions[1]).toMatchObject({ name: 'law-052', tags: one.tags, about, case: group.code });
				expect(file.questions.map((parsed) => parsed.question)).toEqual([own, own]);
				expect(file.cases).toEqual([group]);
			}),
			{ numRuns: 300 }
		);
	});

	const head = ['题干', '选项A', '选项B', '答案', '难度', '知识领域', '题型'];
	const one = (...cells: string[]) => parseSheet({ head, rows: [{ line: 2, cells }] }, 'zh-CN').questions[0]!;

	it('are read as people fill them in: kind by its answer, words for numbers', () => {
		const parsed = one('贷款分几类？', '三类', '五类', 'b', '难', '法律法规');
		expect(parsed.question).toMatchObject({ type: 'single', correct: 'b', policy: 'allOrNothing' });
		expect(parsed.about).toEqual({ difficulty: 650, area: 'law' });
		expect(one('对吗？', '', '', '√').question).toMatchObject({ type: 'trueFalse', correct: true });
		expect(one('全选', '甲', '乙', 'A、B').question).toMatchObject({ type: 'multiple', correct: ['a', 'b'] });
	});

	it('name what is wrong with a line, and what was not understood', () => {
		expect(one('题', '甲', '乙', 'C').problems).toEqual([{ code: 'unknownKey', line: 2, what: 'C' }]);
		expect(one('题', '甲', '乙', '').question).toBeNull();
		expect(one('题', '甲', '乙', 'A', '', '天文').problems).toEqual([
			{ code: 'unknownValue', line: 2, what: '知识领域: 天文', minor: true }
		]);
		expect(one('题', '甲', '乙', 'A', '', '', '看图题').problems).toEqual([
			{ code: 'unsupported', line: 2, what: '看图题' }
		]);
		const twice = parseSheet(
			{
				head: ['编号', ...head],
				rows: [2, 3].map((line) => ({ line, cells: ['x', '题', '甲', '乙', 'A'] }))
			},
			'zh-CN'
		);
		expect(twice.questions[1]).toMatchObject({
			question: null,
			problems: [{ code: 'sameCode', what: 'x (2)' }]
		});
	});
});
