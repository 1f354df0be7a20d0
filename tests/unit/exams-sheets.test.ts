import { describe, expect, it } from 'vitest';
import type { Shown } from '$lib/features/bank';
import { readCell, writeCell } from '$lib/features/exams/sheets/cells';
import { differingOf, slotOf, type Reading } from '$lib/features/exams/sheets/compare';
import { numbered } from '$lib/features/exams/sheets/numbering';

const stem = { en: '?' };
const things = (...ids: string[]) => ids.map((id) => ({ id, text: stem }));
/** Options as one candidate sees them: A is the author's c. */
const single: Shown = { type: 'single', stem, options: things('c', 'a', 'd', 'b') };
const multiple: Shown = { ...single, type: 'multiple' };
const truth: Shown = { type: 'trueFalse', stem };
const number = (unit: boolean): Shown => ({ type: 'numeric', stem, unit });
const gaps: Shown = { type: 'fillIn', stem, gaps: ['g1', 'g2'] };
const pairs: Shown = {
	type: 'matching',
	stem,
	lefts: things('p1', 'p2', 'p3'),
	rights: things('r1', 'r2', 'r3')
};
const order: Shown = { type: 'ordering', stem, items: things('r1', 'r2', 'r3') };
const words: Shown = { type: 'shortAnswer', stem };
const signs = { true: '对', false: '错' };

const is = (given: unknown) => ({ kind: 'given', given });
const no = (code: string) => ({ kind: 'fault', code: `staffSheets.cell.${code}` });

describe('a cell', () => {
	it.each([
		[single, 'A', is('c')],
		[single, ' d ', is('b')],
		[single, 'Ａ', is('c')],
		[single, "'B", is('a')],
		[single, 'AB', no('one')],
		[single, 'E', no('letter')],
		[single, '1', no('letter')],
		[multiple, 'DA', is(['c', 'b'])],
		[multiple, 'a, c、D', is(['c', 'd', 'b'])],
		[multiple, 'AA', no('letter')],
		[multiple, 'AZ', no('letter')],
		[truth, '对', is(true)],
		[truth, '×', is(false)],
		[truth, 't', is(true)],
		[truth, 'false', is(false)],
		[truth, 'maybe', no('truth')],
		[number(false), '1,234.5', is({ number: '1,234.5' })],
		[number(false), '－３', is({ number: '-3' })],
		[number(false), '12 万元', no('unit')],
		[number(true), '12.5万元', is({ number: '12.5', unit: '万元' })],
		[number(true), 'viel', no('number')],
		[gaps, '利率 | 期限', is({ g1: '利率', g2: '期限' })],
		[gaps, '利率', is({ g1: '利率' })],
		[gaps, '- | 期限', is({ g2: '期限' })],
		[gaps, 'a|b|c', no('gaps')],
		[pairs, 'BAC', is({ p1: 'r2', p2: 'r1', p3: 'r3' })],
		[pairs, 'B-A', is({ p1: 'r2', p3: 'r1' })],
		[pairs, 'BA', no('pairs')],
		[pairs, 'BAD', no('letter')],
		[pairs, 'B?A', { kind: 'unclear' }],
		[order, 'C→A→B', is(['r3', 'r1', 'r2'])],
		[order, 'CCA', no('letter')],
		[words, ' Full Width Ａ ', is('Full Width Ａ')],
		[words, 'x'.repeat(1001), no('long')]
	])('%j says %j', (shown, text, cell) => expect(readCell(shown, text)).toEqual(cell));

	it('is nothing where it is empty or says so, and unclear by its sign, whatever is asked', () => {
		for (const shown of [single, multiple, truth, number(true), gaps, pairs, order, words]) {
			for (const nothing of ['', '  ', '-', '—', '－']) expect(readCell(shown, nothing)).toEqual(is(null));
			for (const sign of ['?', '？']) expect(readCell(shown, sign)).toEqual({ kind: 'unclear' });
		}
	});

	it('is written as it is read', () => {
		const all: [Shown, string][] = [
			...([
				[single, 'B'],
				[multiple, 'ABD'],
				[truth, '错'],
				[number(true), '12.5 元']
			] as [Shown, string][]),
			...([
				[gaps, '- | 期限'],
				[pairs, 'B-A'],
				[order, 'CAB'],
				[words, '利率'],
				[single, '-']
			] as [Shown, string][])
		];
		for (const [shown, text] of all) {
			const cell = readCell(shown, text);
			if (cell.kind !== 'given') throw new Error(text);
			expect(writeCell(shown, cell.given, signs)).toBe(text);
		}
	});
});

describe('two readings', () => {
	const reading = (change: Partial<Reading> = {}): Reading => ({
		...{ present: true, given: { 1: 'a', 2: ['a', 'b'], 3: { g1: 'x' } }, unclear: [] },
		...change
	});
	const positions = [1, 2, 3, 4];
	it('agree or differ, question by question', () => {
		expect(differingOf(positions, reading(), reading())).toEqual([]);
		const other = reading({ given: { 1: 'b', 2: ['a', 'b'], 4: 'c' } });
		expect(differingOf(positions, reading(), other)).toEqual([1, 3, 4]);
	});
	it('differ where one could tell nothing, even if both could not', () => {
		const unclear = reading({ given: { 2: ['a', 'b'], 3: { g1: 'x' } }, unclear: [1] });
		expect(differingOf(positions, unclear, unclear)).toEqual([1]);
		expect(differingOf(positions, reading(), unclear)).toEqual([1]);
	});
	it('differ everywhere about who was there at all', () => {
		const absent = reading({ present: false, given: {} });
		expect(differingOf(positions, absent, reading())).toEqual(positions);
		expect(differingOf(positions, absent, absent)).toEqual([]);
	});
	it('are by two people', () => {
		expect(slotOf([], 'a')).toBe(1);
		expect(slotOf([{ slot: 1, byId: 'a' }], 'a')).toBe(1);
		expect(slotOf([{ slot: 1, byId: 'a' }], 'b')).toBe(2);
		const both = [
			{ slot: 1, byId: 'a' },
			{ slot: 2, byId: 'b' }
		];
		expect(slotOf(both, 'b')).toBe(2);
		expect(slotOf(both, 'c')).toBeNull();
	});
});

describe('printed numbers', () => {
	it('follow the sections of the print, cases last, whatever the order of the paper', () => {
		const own = { id: 'case' };
		const asked = [
			{ position: 1, shown: truth, case: null },
			{ position: 2, shown: single, case: own },
			{ position: 3, shown: single, case: null },
			{ position: 4, shown: truth, case: own }
		];
		expect(numbered(asked).map(({ number, position, section }) => [number, position, section])).toEqual([
			[1, 3, 'single'],
			[2, 1, 'trueFalse'],
			[3, 2, 'case'],
			[4, 4, 'case']
		]);
	});
});
