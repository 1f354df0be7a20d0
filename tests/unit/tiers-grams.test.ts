import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramsOf, gramsToFind } from '../../src/lib/features/tiers/snapshot/grams';

describe('grams of names and numbers', () => {
	it('are every one, two and three characters in a row, in lower case, once', () => {
		expect(gramsOf('王小二', 'E01').sort()).toEqual(
			['王', '小', '二', '王小', '小二', '王小二', 'e', '0', '1', 'e0', '01', 'e01'].sort()
		);
		expect(gramsOf('')).toEqual([]);
		expect(gramsToFind('小二')).toEqual(['小二']);
		expect(gramsToFind('E0123')).toEqual(['e01', '012', '123']);
	});

	it('find whatever contains the words', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.nat(20),
				fc.integer({ min: 1, max: 8 }),
				(word, at, length) => {
					const words = [...word].slice(at, at + length).join('');
					fc.pre(words.length > 0 && words.toLowerCase() === words);
					fc.pre(word.toLowerCase() === word);
					const grams = new Set(gramsOf(word));
					expect(gramsToFind(words).every((gram) => grams.has(gram))).toBe(true);
				}
			)
		);
	});
});
