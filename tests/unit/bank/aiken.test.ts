import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAiken, writeAiken } from '$lib/features/bank/formats/aiken';
import type { Question, Words } from '$lib/features/bank/question';
import { asPlain } from '$lib/features/bank/formats/written';
import { exported, question, single } from './questions';

const read = (text: string) => parseAiken(text, 'zh-CN').questions;
const brief = (text: string) =>
	read(text).map(({ line, question, problems }) => [
		line,
		question?.type,
		...problems.map(({ code, what }) => `${code} ${what}`)
	]);

describe('questions in Aiken', () => {
	it('are read, in the forms that Chinese files have too', () => {
		expect(
			read(
				'个人存款账户分为几类？\nA. 两类\nB. 三类\nANSWER: B\n\n下列哪项<正确>?\n（选一项）\nA、*甲\nB）乙\nC)丙\n答案：c'
			)
		).toEqual([
			{
				line: 1,
				name: '',
				category: [],
				tags: [],
				question: {
					type: 'single',
					stem: { 'zh-CN': '个人存款账户分为几类？' },
					options: [
						{ id: 'a', text: { 'zh-CN': '两类' } },
						{ id: 'b', text: { 'zh-CN': '三类' } }
					],
					correct: 'b',
					policy: 'allOrNothing'
				},
				problems: [],
				pictures: []
			},
			expect.objectContaining({
				line: 6,
				question: expect.objectContaining({
					stem: { 'zh-CN': '下列哪项<正确>?  \n（选一项）' },
					options: ['\\*甲', '乙', '丙'].map((text, i) => ({ id: 'abc'[i], text: { 'zh-CN': text } })),
					correct: 'c'
				})
			})
		]);
	});

	it.each([
		[
			'Q\nA. a\nB. b\n\nR\nA. a\nB. b\nANSWER: A',
			[
				[1, undefined, 'noKey undefined'],
				[5, 'single']
			]
		],
		[
			'Q\nA. a\nB. b\nR\nA. a\nB. b\nANSWER: A',
			[
				[1, undefined, 'noKey undefined'],
				[4, 'single']
			]
		],
		[
			'Q\n\nA. a\n\nB. b\nANSWER: A',
			[
				[1, undefined, 'fewOptions Q'],
				[5, undefined, 'fewOptions B. b']
			]
		],
		['Q\n\nA. a\nB. b\nANSWER: A', [[1, 'single']]],
		[
			'Part one\n\nQ\nA. a\nB. b\nANSWER: A',
			[
				[1, undefined, 'fewOptions Part one'],
				[3, 'single']
			]
		],
		['Q\nA. a\nC. c\nANSWER: A', [[1, undefined, 'syntax C. c']]],
		[
			'Q\nA. a\nmore of a\nB. b\nANSWER: A\nR\nA. a\nB. b\nANSWER: B',
			[
				[1, undefined, 'syntax more of a'],
				[6, 'single']
			]
		],
		['Q\nA. a\nANSWER: A', [[1, undefined, 'fewOptions Q']]],
		['Q\nA. a\nB. b\nANSWER: C', [[1, undefined, 'unknownKey C']]],
		['Q\nA. a\nB. b\nANSWER: A, B', [[1, undefined, 'manyKeys A, B']]],
		['Q\nA. a\nB. a\nANSWER: A', [[1, undefined, 'sameOption a']]],
		['A. a\nB. b\nANSWER: A', [[1, undefined, 'fewOptions A. a B. b']]],
		['ANSWER: A', [[1, undefined, 'noStem undefined']]],
		['', []]
	])('are named with what is wrong: %j', (text, found) => expect(brief(text)).toEqual(found));

	it('may be anything', () => {
		const noise = fc.string({
			unit: fc.constantFrom(...'ABC.)、:\n ', 'ANSWER: ', '答案：', '甲'),
			maxLength: 60
		});
		fc.assert(fc.property(noise, (text) => void read(text)));
		for (const piece of ['A. a\n', 'ANSWER:\n', 'x\n', '\n', 'x\nA. a\nB. b\n']) {
			read(piece.repeat(20_000));
		}
	});

	it('come back as they were when they are words alone', () => {
		fc.assert(
			fc.property(single, (one) => {
				if (one.type !== 'single') return;
				const plain = (words: Words, other: string): Words =>
					asPlain(words['zh-CN'] ?? '') === null ? { 'zh-CN': other } : words;
				const bare: Question = {
					type: 'single',
					stem: plain(one.stem, '下列哪项正确？'),
					options: one.options.map(({ id, text }) => ({ id, text: plain(text, `选项 ${id}`) })),
					correct: one.correct,
					policy: 'allOrNothing'
				};
				const { text, omissions } = writeAiken(
					[{ name: '', category: [], tags: [], question: bare }],
					'zh-CN'
				);
				// A stem that looks like an option would be one.
				const isLost = /^[A-Za-z][.)、]/.test(bare.stem['zh-CN'] ?? '');
				expect(omissions).toEqual(isLost ? [{ index: 0, what: 'single' }] : []);
				expect(read(text).map(({ question }) => question)).toEqual(isLost ? [] : [bare]);
			}),
			{ numRuns: 300 }
		);
	});

	it('name what Aiken cannot say', () => {
		fc.assert(
			fc.property(exported(question), (one) => {
				const { text, omissions } = writeAiken([one], 'zh-CN');
				const found = read(text);
				expect(found).toHaveLength(omissions.some(({ minor }) => !minor) ? 0 : 1);
				expect(found.every(({ question }) => question)).toBe(true);
				const said = omissions.map(({ what }) => what);
				if (found.length) expect(said.includes('explanation')).toBe(Boolean(one.question.explanation));
				else expect(said).toEqual([one.question.type]);
			})
		);
	});
});
