import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawNumber, parseNumber } from '$lib/features/certificates/number';

/** The characters that numbers are written with. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Draws a number from a seed, as the server does from its random source. */
const numbers = fc
	.record({
		letter: fc.constantFrom(...'AMSPTD'),
		year: fc.integer({ min: 2020, max: 2099 }).map(String),
		seed: fc.integer({ min: 1, max: 2 ** 31 - 2 })
	})
	.map(({ letter, year, seed }) => {
		let state = seed;
		return drawNumber(letter, year, (limit) => (state = (state * 48271) % 2147483647) % limit);
	});

const compact = (number: string) => number.replaceAll('-', '');
/** What a look-alike is read as. */
const folded = (character: string) => (character === 'O' ? '0' : /[IL]/.test(character) ? '1' : character);

describe('certificate numbers', () => {
	it('have the written form, without look-alikes or ambiguous check characters', () => {
		fc.assert(
			fc.property(numbers, (number) => {
				expect(number).toMatch(/^JH-[AMSPTD]-\d\d-[0-9A-HJKMNP-TV-Z]{7}-[0-9A-HJKMNP-TV-Z]{2}$/);
				expect(['00', '01', 'ZB', 'ZC']).not.toContain(number.slice(-2));
				expect(parseNumber(number)).toBe(number);
			}),
			{ numRuns: 500 }
		);
	});

	it('are refused with any single wrong character, wherever it stands', () => {
		fc.assert(
			fc.property(numbers, (number) => {
				const right = compact(number);
				for (let at = 0; at < right.length; at++) {
					for (const other of ALPHABET) {
						if (folded(other) === right[at]) continue;
						const typed = right.slice(0, at) + other + right.slice(at + 1);
						if (parseNumber(typed) !== null) throw new Error(`${typed} passes for ${number}`);
					}
				}
			}),
			{ numRuns: 100 }
		);
	});

	it('are refused with any two neighbours swapped', () => {
		fc.assert(
			fc.property(numbers, (number) => {
				const right = compact(number);
				for (let at = 0; at + 1 < right.length; at++) {
					const swapped = right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2);
					if (swapped !== right && parseNumber(swapped) !== null)
						throw new Error(`${swapped} passes for ${number}`);
				}
			}),
			{ numRuns: 500 }
		);
	});

	it('are refused with two swapped across a third, and with a pair written as another pair', () => {
		fc.assert(
			fc.property(numbers, fc.constantFrom(...CROCKFORD), (number, other) => {
				const right = compact(number);
				for (let at = 0; at + 1 < right.length; at++) {
					const [a = '', b = '', c = ''] = right.slice(at, at + 3);
					const swapped = right.slice(0, at) + c + b + a + right.slice(at + 3);
					const doubled = right.slice(0, at) + other + other + right.slice(at + 2);
					for (const [applies, typed] of [
						[a !== c && c !== '', swapped],
						[a === b && a !== other, doubled]
					] as const)
						if (applies && parseNumber(typed) !== null) throw new Error(`${typed} passes for ${number}`);
				}
			}),
			{ numRuns: 500 }
		);
	});

	it('are hardly ever guessed: of 8,000 well-shaped ones not one in 200 is read', () => {
		let state = 20_261_123;
		const draw = () => CROCKFORD[(state = (state * 48_271) % 2_147_483_647) % 32] ?? '';
		let read = 0;
		for (let n = 0; n < 8000; n++)
			if (parseNumber(`JHM26${Array.from({ length: 9 }, draw).join('')}`) !== null) read++;
		expect(read).toBeLessThan(40);
	});

	it('are not drawn with a letter or a year that could not be read again', () => {
		for (const [letter, year] of [
			['O', '2026'],
			['I', '2026'],
			['m', '2026'],
			['1', '2026'],
			['', '2026'],
			['MM', '2026'],
			['M', ''],
			['M', 'year']
		] as const)
			expect(() => drawNumber(letter, year, () => 0)).toThrow(RangeError);
	});

	it('are read as people type them', () => {
		const wide = (text: string) =>
			text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
		fc.assert(
			fc.property(numbers, (number) => {
				const alike = number.slice(3).replaceAll('0', 'o').replaceAll('1', 'l');
				for (const typed of [
					number.toLowerCase(),
					compact(number),
					` ${number.replaceAll('-', ' ')} `,
					number.replaceAll('-', ' – '),
					wide(number),
					`JH-${alike}`,
					`JH-${number.slice(3).replaceAll('1', 'I')}`
				]) {
					expect(parseNumber(typed), typed).toBe(number);
				}
			}),
			{ numRuns: 100 }
		);
	});

	it('turn away what is no number, of any length and script', () => {
		for (const typed of [
			'',
			'JH',
			'江海',
			'JH-M-26-7XK4M9Q',
			'0'.repeat(99),
			'x'.repeat(100_000),
			'../../etc'
		]) {
			expect(parseNumber(typed)).toBeNull();
		}
		fc.assert(fc.property(fc.string(), (typed) => void parseNumber(typed)));
	});
});
