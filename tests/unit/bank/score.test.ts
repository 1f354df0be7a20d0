import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compareDecimals, readDecimal, subtract } from '$lib/features/bank/decimal';
import type {
	MatchingQuestion,
	MultiplePolicy,
	MultipleQuestion,
	NumericQuestion,
	OrderingQuestion,
	Question
} from '$lib/features/bank/question';
import { scoreQuestion } from '$lib/features/bank/scoring/score';
import { matchesText } from '$lib/features/bank/scoring/text';

const zh = (text: string) => ({ 'zh-CN': text });
const loose = { case: false, width: false };

const multiple = (policy: MultiplePolicy, shares: number[] = []): MultipleQuestion => ({
	type: 'multiple',
	stem: zh('贷前调查应当核实哪些内容？'),
	options: ['a', 'b', 'c', 'd'].map((id, i) => ({ id, text: zh(id), share: shares[i] ?? 0 })),
	correct: ['a', 'b', 'c'],
	policy
});

describe('multiple choice', () => {
	it.each<[MultiplePolicy, string, number]>([
		['allOrNothing', 'abc', 100],
		['allOrNothing', 'ab', 0],
		['allOrNothing', 'abcd', 0],
		['partial', 'abc', 100],
		['partial', 'ab', 200 / 3],
		['partial', 'abd', 0],
		['partialWithPenalty', 'ab', 200 / 3],
		['partialWithPenalty', 'abd', 100 / 3],
		['partialWithPenalty', 'd', 0],
		['partialWithPenalty', '', 0]
	])('%s: %s earns %d', (policy, chosen, share) => {
		expect(scoreQuestion(multiple(policy), [...chosen])).toBeCloseTo(share, 9);
	});

	it('adds the shares of options, a whole where only rounding is missing, and never less than nothing', () => {
		const question = multiple('perOption', [33.33333, 33.33333, 33.33333, -50]);
		expect(scoreQuestion(question, ['a', 'b', 'c'])).toBe(100);
		expect(scoreQuestion(question, ['a', 'b', 'c', 'd'])).toBeCloseTo(49.99999, 5);
		expect(scoreQuestion(question, ['a', 'd'])).toBe(0);
	});

	it('counts an option once, however often it is sent, and never rewards choosing everything', () => {
		const policies: MultiplePolicy[] = ['allOrNothing', 'partial', 'partialWithPenalty'];
		fc.assert(
			fc.property(
				fc.constantFrom(...policies),
				fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 9 }),
				(policy, chosen) => {
					const share = scoreQuestion(multiple(policy), chosen)!;
					expect(share).toBe(scoreQuestion(multiple(policy), [...new Set(chosen)]));
					expect(share).toBeGreaterThanOrEqual(0);
					expect(share).toBeLessThanOrEqual(100);
					if (share === 100) expect([...new Set(chosen)].sort()).toEqual(['a', 'b', 'c']);
				}
			)
		);
	});
});

describe('numbers', () => {
	const rate: NumericQuestion = {
		type: 'numeric',
		stem: zh('年利率是多少？'),
		accepted: [
			{ range: { value: '4.35', tolerance: '0.05' }, share: 100 },
			{ range: { from: '4', to: '5' }, share: 40 }
		]
	};
	it.each([
		['4.35', 100],
		['4.30', 100],
		['4.4', 100],
		['4.401', 40],
		['４．３５', 100],
		['5', 40],
		['5.0000001', 0],
		['-4.35', 0],
		['四', 0],
		['', 0]
	])('%j earns %d', (number, share) => expect(scoreQuestion(rate, { number })).toBe(share));

	it('asks for the unit where there is one, and takes others by their factor', () => {
		const loan: NumericQuestion = {
			...rate,
			accepted: [{ range: { value: '50000', tolerance: '0' }, share: 100 }],
			unit: { name: '元', others: [{ name: '万元', factor: '10000' }] }
		};
		expect(scoreQuestion(loan, { number: '50,000', unit: '元' })).toBe(100);
		expect(scoreQuestion(loan, { number: '5', unit: ' 万元 ' })).toBe(100);
		expect(scoreQuestion(loan, { number: '50000', unit: '万元' })).toBe(0);
		expect(scoreQuestion(loan, { number: '50000' })).toBe(0);
	});

	it('loses nothing to binary fractions', () => {
		const sum = add(readDecimal('0.1')!, readDecimal('0.2')!);
		expect(compareDecimals(sum, readDecimal('0.3')!)).toBe(0);
		fc.assert(
			fc.property(fc.bigInt(), fc.nat(20), fc.bigInt(), fc.nat(20), (a, p, b, q) => {
				const [left, right] = [
					{ units: a, places: p },
					{ units: b, places: q }
				];
				expect(compareDecimals(subtract(add(left, right), right), left)).toBe(0);
			})
		);
	});

	it.each(['1e999', '9'.repeat(200), '1e-100', '.', '-', '1,00', '0x10', 'NaN'])(
		'takes %j for no number',
		(text) => expect(readDecimal(text)).toBeNull()
	);
	it.each([
		['1,234,567.5', 12345675n, 1],
		['−１２', -12n, 0],
		['1.5e3', 1500n, 0],
		['+.50', 50n, 2]
	])('reads %j', (text, units, places) => expect(readDecimal(text)).toEqual({ units, places }));
});

describe('texts', () => {
	it.each([
		['KYC', 'ｋｙｃ', loose, true],
		['KYC', 'kyc', { case: true, width: false }, false],
		['（三）', '(三)', loose, true],
		['（三）', '(三)', { case: false, width: true }, false],
		['know your customer', '  Know  your customer ', loose, true],
		['*贷后*检查', '每季度贷后现场检查', loose, true],
		['*贷后*检查', '贷后', loose, false],
		['5\\*', '5*', loose, true],
		['5\\*', '5x', loose, false],
		['a*a', 'a', loose, false],
		['*', '什么都行', loose, true]
	])('%j takes %j by %o: %s', (accepted, given, how, yes) =>
		expect(matchesText(accepted, given, how)).toBe(yes)
	);

	it('takes the time of reading, whatever the stars', () => {
		expect(matchesText(`${'*a'.repeat(200)}*b`, 'a'.repeat(1000), loose)).toBe(false);
		expect(matchesText('*', 'x'.repeat(1001), loose)).toBe(false);
	});

	it('gives the best share, and leaves to a marker what lists nothing', () => {
		const short = {
			type: 'shortAnswer' as const,
			stem: zh('简称是什么？'),
			matching: loose,
			accepted: [
				{ text: '反*', share: 50 },
				{ text: '反洗钱', share: 100 }
			]
		};
		expect(scoreQuestion(short, '反洗钱')).toBe(100);
		expect(scoreQuestion(short, '反欺诈')).toBe(50);
		expect(scoreQuestion({ ...short, accepted: [] }, '反洗钱')).toBeNull();
		expect(scoreQuestion({ ...short, accepted: [] }, '  ')).toBe(0);
		expect(scoreQuestion({ type: 'essay', stem: zh('谈谈'), rubric: [] }, '我认为')).toBeNull();
	});

	it('shares a question among its gaps', () => {
		const gaps = {
			type: 'fillIn' as const,
			stem: zh('{{1}} 与 {{2}} 分离'),
			matching: loose,
			gaps: [
				{ id: '1', accepted: [{ text: '审批', share: 100 }] },
				{ id: '2', accepted: [{ text: '调查', share: 100 }] }
			]
		};
		expect(scoreQuestion(gaps, { 1: '审批', 2: '放款' })).toBe(50);
		expect(scoreQuestion(gaps, {})).toBe(0);
	});
});

describe('pairs and orders', () => {
	const pairs: MatchingQuestion = {
		type: 'matching',
		stem: zh('把职责与岗位配对'),
		pairs: [
			{ id: '1', left: zh('调查'), right: zh('前台') },
			{ id: '2', left: zh('维护'), right: zh('前台') },
			{ id: '3', left: zh('放款'), right: zh('中台') }
		],
		others: [{ id: 'x', right: zh('后台') }],
		policy: 'partial'
	};
	it('takes what says the same for the same', () => {
		expect(scoreQuestion(pairs, { 1: '2', 2: '1', 3: '3' })).toBe(100);
		expect(scoreQuestion(pairs, { 1: '1', 2: 'x', 3: '1' })).toBeCloseTo(100 / 3, 9);
		expect(scoreQuestion({ ...pairs, policy: 'allOrNothing' }, { 1: '1', 2: '2' })).toBe(0);
	});

	const steps: OrderingQuestion = {
		type: 'ordering',
		stem: zh('排序'),
		items: ['受理', '调查', '审批', '放款'].map((text, i) => ({ id: String(i), text: zh(text) })),
		policy: 'partial'
	};
	it.each([
		['0123', 100],
		['1230', 200 / 3],
		['3210', 0],
		['012', 0],
		['0012', 0]
	])('%s earns %d', (order, share) => expect(scoreQuestion(steps, [...order])).toBeCloseTo(share, 9));
});

it('earns nothing without an answer', () => {
	const question: Question = { type: 'trueFalse', stem: zh('对吗？'), correct: false };
	expect(scoreQuestion(question, null)).toBe(0);
	expect(scoreQuestion(question, false)).toBe(100);
});
