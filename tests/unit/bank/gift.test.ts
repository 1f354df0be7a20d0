import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGift } from '$lib/features/bank/formats/gift/read';
import { writeGift } from '$lib/features/bank/formats/gift/write';
import type { Question } from '$lib/features/bank/question';
import { exported, question } from './questions';

const read = (text: string) => parseGift(text, 'en').questions;
const one = (text: string) => read(text)[0]!;
const asked = (text: string) => one(text).question as Question | null;
const codes = (text: string) => one(text).problems.map(({ code, what, minor }) => [code, what, minor]);

describe('a question in GIFT', () => {
	it('is a single choice, with a title, feedback, and an explanation over several lines', () => {
		expect(
			one(`::Loan\\: types::Which loan is secured? {
				~Credit card # No pledge stands behind it.
				=Mortgage # A house does.
				####Secured means that
				a pledge stands behind it.
			}`)
		).toEqual({
			line: 1,
			name: 'Loan: types',
			category: [],
			tags: [],
			question: {
				type: 'single',
				stem: { en: 'Which loan is secured?' },
				explanation: { en: 'Secured means that a pledge stands behind it.' },
				options: [
					{ id: 'a', text: { en: 'Credit card' }, feedback: { en: 'No pledge stands behind it.' } },
					{ id: 'b', text: { en: 'Mortgage' }, feedback: { en: 'A house does.' } }
				],
				correct: 'b',
				policy: 'allOrNothing'
			},
			problems: [],
			pictures: []
		});
	});

	it('shows a blank where answers stand in the sentence', () => {
		expect(asked('A deposit is {~lent =kept} by a bank.')).toMatchObject({
			type: 'single',
			stem: { en: 'A deposit is \\_\\_\\_\\_\\_ by a bank.' }
		});
	});

	it('gives parts of the marks in a single choice', () => {
		expect(asked('Rate? {~none ~%50%near =exact =also}')).toMatchObject({
			policy: 'perOption',
			correct: 'c',
			options: [{ share: 0 }, { share: 50 }, { share: 100 }, { share: 100 }]
		});
	});

	it('is a multiple choice by shares, three thirds being a whole', () => {
		expect(asked('Who signs?{~%33.33333%a ~%33.33333%b ~%-50%c ~%33.33333%d ~e}')).toMatchObject({
			type: 'multiple',
			correct: ['a', 'b', 'd'],
			policy: 'perOption',
			options: [{ share: 33.33333 }, { share: 33.33333 }, { share: -50 }, { share: 33.33333 }, { share: 0 }]
		});
		expect(one('Who?{~%33%a ~%33%b ~%33%c ~d}')).toMatchObject({
			question: { options: [{ share: 33.33333 }, {}, {}, { share: 0 }] },
			problems: [{ code: 'fractions', what: '99%', minor: true }]
		});
	});

	it.each([
		['Who?{~%33%a ~b ~c}', 'fractions', '33%'],
		['Who?{~%60%a ~%60%b}', 'fractions', '120%'],
		['Who?{~%100%a ~%-300%b}', 'fractions', '-300'],
		['Who?{=%50%a ~b}', 'fractions', '50%'],
		['Who?{~a ~b}', 'noKey', undefined],
		['Who?{=a ~a}', 'sameOption', 'a'],
		['Who?{=a ~}', 'empty', 'b'],
		['{=a ~b}', 'noStem', undefined],
		['Who?{wrong ~a =b}', 'syntax', 'wrong'],
		['Who?{=a ~b', 'syntax', '{'],
		['Who?=a}', 'syntax', '}'],
		['Who?{=a ~b} and {=c}', 'syntax', '{=c}'],
		['Just some words.', 'unsupported', 'description'],
		['How many?{#many}', 'numeric', 'many:0'],
		['How many?{#5..1}', 'numeric', '5..1'],
		['How many?{#5:-1}', 'numeric', '5:-1'],
		['How many?{#}', 'noKey', undefined],
		['Pair {=a->b}', 'pairs', undefined],
		['Pair {=a->b =c->}', 'empty', 'p2'],
		['Word?{=%50%nearly}', 'fractions', '50']
	])('is refused with its reason: %s', (text, code, what) => {
		expect(asked(text)).toBeNull();
		expect(codes(text)).toEqual([[code, what, undefined]]);
	});

	it('is true or false, with what is said to each answer', () => {
		expect(asked('The earth is flat.{F}')).toEqual({
			type: 'trueFalse',
			stem: { en: 'The earth is flat.' },
			correct: false
		});
		// First what a wrong answer hears, then what a right one hears.
		expect(asked('Cash is king.{TRUE#said no#said yes}')).toMatchObject({
			correct: true,
			feedback: { true: { en: 'said yes' }, false: { en: 'said no' } }
		});
		expect(asked('Cash is king.{false#said yes####why}')).toMatchObject({
			correct: false,
			feedback: { true: { en: 'said yes' } },
			explanation: { en: 'why' }
		});
	});

	it('is a number: with a tolerance, a range, several with shares, and Moodle’s form without a mark', () => {
		const accepted = (text: string) => (asked(text) as Extract<Question, { type: 'numeric' }>).accepted;
		expect(accepted('Rate?{#3.85:0.05}')).toEqual([
			{ range: { value: '3.85', tolerance: '0.05' }, share: 100 }
		]);
		expect(accepted('Rate?{#-5..-1}')).toEqual([{ range: { from: '-5', to: '-1' }, share: 100 }]);
		expect(accepted('Year?{# =1949:0#Yes =%50%1949:2 # Near }')).toEqual([
			{ range: { value: '1949', tolerance: '0' }, share: 100, feedback: { en: 'Yes' } },
			{ range: { value: '1949', tolerance: '2' }, share: 50, feedback: { en: 'Near' } }
		]);
		expect(accepted('Days?{#3:2~#Not at all}')).toEqual([
			{ range: { value: '3', tolerance: '2' }, share: 100 }
		]);
		expect(codes('Days?{#3:2~#Not at all}')).toEqual([['unsupported', '~#Not at all', true]]);
	});

	it('is a short answer, and a gap in the middle of a sentence', () => {
		expect(asked('Which bank issues notes?{=PBC#Right =%50%the PBC =%0%*#No}')).toEqual({
			type: 'shortAnswer',
			stem: { en: 'Which bank issues notes?' },
			accepted: [
				{ text: 'PBC', share: 100, feedback: { en: 'Right' } },
				{ text: 'the PBC', share: 50 }
			],
			matching: { case: false, width: false }
		});
		expect(asked('Write 1 as a word: {One}')).toMatchObject({ accepted: [{ text: 'One', share: 100 }] });
		expect(asked('{=Interest =利息} is paid on deposits.')).toMatchObject({
			type: 'fillIn',
			stem: { en: '{{1}} is paid on deposits.' },
			gaps: [{ id: '1', accepted: [{ text: 'Interest' }, { text: '利息' }] }]
		});
	});

	it('is a matching, with more on the right than on the left', () => {
		expect(asked('Match.{=[html]<b>CNY</b> -> Yuan * =USD->Dollar = -> Pound}')).toEqual({
			type: 'matching',
			stem: { en: 'Match.' },
			pairs: [
				{ id: 'p1', left: { en: '**CNY**' }, right: { en: 'Yuan \\*' } },
				{ id: 'p2', left: { en: 'USD' }, right: { en: 'Dollar' } }
			],
			others: [{ id: 'o1', right: { en: 'Pound' } }],
			policy: 'partial'
		});
		expect(asked('Order? {~go -> pay =ask -> go}')).toMatchObject({ type: 'single' });
	});

	it('is an essay', () => {
		expect(asked('Describe KYC. { }')).toEqual({ type: 'essay', stem: { en: 'Describe KYC.' }, rubric: [] });
	});
});

describe('texts in GIFT', () => {
	it.each([
		['a \\~ b \\= c \\# d \\{e\\} f\\: g \\\\* h {}', 'a \\~ b = c # d {e} f: g \\\\\\* h'],
		['one\\ntwo {}', 'one  \ntwo'],
		['one\ntwo {}', 'one two'],
		['path C:\\temp {}', 'path C:\\temp'],
		['[html]<p>a<br>b &amp; <em>c</em></p> {}', 'a  \nb & *c*'],
		['[markdown]**a**\\n\\n- b {}', '**a**\n\n- b'],
		['[markdown]a _b_\n- c {}', 'a _b_\n- c'],
		['[plain]<b> *a* {}', '\\<b> \\*a\\*'],
		['[moodle]a <b>b</b>\\nc {}', 'a **b**  \nc'],
		['3 < 5, A & B {}', '3 < 5, A & B'],
		['[other]a {}', '\\[other]a'],
		['$a_1 \\= b$ {}', '$a_1 = b$']
	])('are understood in their format: %s', (text, markdown) =>
		expect(asked(text)?.stem).toEqual({ en: markdown })
	);

	it('lend their format to the answers, which may have their own', () => {
		expect(asked('[html]<p>Q</p>{=<b>a</b>#<i>f</i> ~[plain]<b>}')).toMatchObject({
			options: [{ text: { en: '**a**' }, feedback: { en: '*f*' } }, { text: { en: '\\<b>' } }]
		});
	});

	it('name the pictures that they show', () => {
		expect(one('[html]<img src\\="@@PLUGINFILE@@/a%20b.png"> {=<img src\\="c.png"> ~no}').pictures).toEqual([
			'c.png',
			'a b.png'
		]);
	});
});

describe('a file in GIFT', () => {
	it('has comments, categories, identifiers and tags', () => {
		const file = [
			'// [id:q-7] [tag:aml] [tag:a\\]b]',
			'Essay? {}',
			'// the end of it',
			'',
			'$CATEGORY: $course$/top/Risk: basics/A//B',
			'::Named::Essay two?',
			'// in between',
			'{}',
			'',
			'// [tag:lost]',
			'',
			'Essay three? {}'
		].join('\r\n');
		expect(read(file)).toMatchObject([
			{ line: 2, name: 'q-7', tags: ['aml', 'a]b'], category: [] },
			{ line: 6, name: 'Named', tags: [], category: ['Risk: basics', 'A/B'], question: { type: 'essay' } },
			{ line: 12, name: '', tags: [], category: ['Risk: basics', 'A/B'] }
		]);
	});

	it('loses no other question to a bad one', () => {
		const found = read('\uFEFFOne?{T}\n\nTwo?{=a ~b\n\nThree?{F}');
		expect(found.map(({ line, question }) => [line, question?.type])).toEqual([
			[1, 'trueFalse'],
			[3, undefined],
			[5, 'trueFalse']
		]);
	});

	it.each(['{', '}', '::', '{#', '=', '~', '\\', '####', '->', '%', '[tag:', '<b>', '![', '$', '// [tag:'])(
		'is read to its end whatever is repeated: %s',
		(piece) => {
			for (const text of [piece.repeat(20_000), `Q {=a ${piece.repeat(20_000)} ~b}`]) {
				expect(() => read(text)).not.toThrow();
			}
		}
	);

	it('says that it is empty', () => {
		expect(parseGift('// nothing\n\n$CATEGORY: a\n', 'en').problems).toEqual([{ code: 'empty', line: 1 }]);
	});

	it('may hold anything', () => {
		const noise = fc.string({ unit: fc.constantFrom(...'{}~=#:\\%[]->n1T/$ \n甲'), maxLength: 60 });
		fc.assert(
			fc.property(noise, (text) => void parseGift(text, 'zh-CN')),
			{ numRuns: 1000 }
		);
	});
});

describe('written as GIFT', () => {
	it('comes back as it was', () => {
		fc.assert(
			fc.property(fc.array(exported(question), { minLength: 1, maxLength: 3 }), (all) => {
				const { text, omissions } = writeGift(all, 'zh-CN');
				const again = parseGift(text, 'zh-CN');
				// Before the first category there is none; behind it a question without one belongs to the top.
				expect(
					again.questions.map(({ name, category, tags, question }) => ({ name, category, tags, question }))
				).toEqual(all);
				expect(omissions.every(({ minor }) => minor)).toBe(true);
			}),
			{ numRuns: 400 }
		);
	});

	it('takes one language, the other where it is missing', () => {
		const both: Question = {
			type: 'trueFalse',
			stem: { 'zh-CN': '对吗？', en: 'Right?' },
			explanation: { 'zh-CN': '因为。' },
			correct: true
		};
		const { text } = writeGift([{ name: '', category: [], tags: [], question: both }], 'en');
		expect(text).toContain('[markdown]Right?');
		expect(text).toContain('####因为。');
	});

	it('says what it cannot say', () => {
		const of = (question: Question) =>
			writeGift([{ name: 'q', category: [], tags: [], question }], 'en').omissions;
		const stem = { en: 'a {{1}} b {{2}}' };
		const matching = { case: false, width: false };
		const gap = (id: string) => ({ id, accepted: [{ text: 'x', share: 100 }] });
		expect(of({ type: 'fillIn', stem, gaps: [gap('1'), gap('2')], matching })).toEqual([
			{ index: 0, what: 'fillIn' }
		]);
		expect(of({ type: 'ordering', stem, items: [], policy: 'partial' })).toEqual([
			{ index: 0, what: 'ordering' }
		]);
		expect(
			of({
				type: 'essay',
				stem,
				rubric: [{ id: 'r', criterion: stem, levels: [{ share: 100, words: stem }], weight: 100 }],
				model: stem,
				longest: 10
			}).map(({ what, minor }) => [what, minor])
		).toEqual([
			['rubric', true],
			['model', true],
			['longest', true]
		]);
	});
});
