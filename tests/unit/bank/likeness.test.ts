import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNearlySame, likenessOf, NEARLY_SAME, shinglesOf, sketchOf } from '$lib/features/bank/likeness';

const alike = (a: string, b: string) => likenessOf(shinglesOf(a), shinglesOf(b));

describe('likeness of stems', () => {
	it.each([
		[
			'客户经理在贷前调查时，应当核实借款人的哪些情况？',
			'客户经理在贷前调查时应当核实借款人的哪些情况（　）。'
		],
		['客户经理贷前调查时，应当核实借款人的哪些情况？', '客户经理在贷前调查中，应当核实借款人的哪些情况？'],
		[
			'某企业年利率４．３５％，贷款100万元，一年利息是多少？',
			'某企业年利率 5.1%，贷款 2,000 万元，一年利息是多少？'
		],
		[
			'Which facts does a manager check before a loan is granted?',
			'Which facts does a manager CHECK, before a loan is granted'
		],
		['《商业银行法》规定的资本充足率最低是多少？', '《商业银行法》规定的资本充足率最低应为多少？']
	])('finds %j and %j nearly the same', (a, b) => expect(alike(a, b)).toBeGreaterThanOrEqual(NEARLY_SAME));

	it.each([
		[
			'客户经理在贷前调查时，应当核实借款人的哪些情况？',
			'贷后检查发现借款人经营恶化，客户经理应当怎样处理？'
		],
		['个人存款实名制要求核对哪些证件？', '对公账户开户要求核对哪些证件？'],
		['Which facts does a manager check before a loan?', 'Which duties does a manager have after a loan?'],
		['', '什么是反洗钱？']
	])('keeps %j and %j apart', (a, b) => expect(alike(a, b)).toBeLessThan(NEARLY_SAME));

	it('is one for the same text in another width, case or spacing, and the same both ways', () => {
		const text = fc.string({ unit: fc.constantFrom(...'银行客户经理贷款审查abcXYZ，。 ,.'), minLength: 4 });
		fc.assert(
			fc.property(text, text, (a, b) => {
				expect(alike(a, b)).toBe(alike(b, a));
				if (shinglesOf(a).length) expect(alike(a, a.toUpperCase().replace(/，/g, ' , '))).toBe(1);
			})
		);
	});

	it('says without counting to the end what the likeness says', () => {
		const set = fc
			.uniqueArray(fc.integer({ min: -12, max: 12 }), { maxLength: 20 })
			.map((list) => Int32Array.from(list).sort());
		fc.assert(
			fc.property(set, set, (a, b) => {
				expect(isNearlySame(a, b)).toBe(likenessOf(a, b) >= NEARLY_SAME);
			}),
			{ numRuns: 2000 }
		);
	});

	it('has sketches that meet wherever texts are alike', () => {
		const words =
			'银行客户经理在贷前调查时应当核实借款人情况并且独立形成意见提交审查部门审议表决后签订合同发放款项'.split(
				''
			);
		fc.assert(
			fc.property(
				fc.shuffledSubarray(words, { minLength: 20 }),
				fc.array(fc.nat(19), { maxLength: 3 }),
				(order, changes) => {
					const other = [...order];
					for (const at of changes) other[at] = '某';
					const [a, b] = [shinglesOf(order.join('')), shinglesOf(other.join(''))];
					if (likenessOf(a, b) < NEARLY_SAME) return;
					const theirs = new Set(sketchOf(b));
					expect(sketchOf(a).some((one) => theirs.has(one))).toBe(true);
				}
			)
		);
	});

	it('gives numbers that a column of integers holds, in the order of their size', () => {
		const sketch = sketchOf(
			shinglesOf('客户经理应当在贷款发放后三十日内完成首次贷后检查并且如实记录检查结果')
		);
		expect(sketch).toHaveLength(16);
		expect(sketch).toEqual([...sketch].sort((a, b) => a - b));
		for (const one of sketch) expect(one).toBe(one | 0);
	});
});
