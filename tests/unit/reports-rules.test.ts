import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixOf, monthsOf, presetsOf, reportFilter, rollUp } from '$lib/features/reports';
import { csvOf, xlsxOf } from '$lib/server/sheets';

const TODAY = '2026-11-22';
const figures = (people: number) => ({
	people,
	learners: 0,
	completions: people,
	minutes: people * 60,
	met: 1
});

describe('figures of units', () => {
	it('are summed for the units right below the one that holds all', () => {
		const rows = [
			{ path: 'HQ/', ...figures(1) },
			{ path: 'HQ/B01/', ...figures(2) },
			{ path: 'HQ/B01/O01/', ...figures(3) },
			{ path: 'HQ/B02/O01/', ...figures(4) }
		];
		const shown = (base: string | null) =>
			rollUp(rows, base).map(({ path, figures }) => [path, figures.people]);
		expect(shown(null)).toEqual([
			['HQ/', 1],
			['HQ/B01/', 5],
			['HQ/B02/', 4]
		]);
		expect(rollUp(rows.slice(1, 3), 'HQ/B01/').map(({ path }) => path)).toEqual(['HQ/B01/', 'HQ/B01/O01/']);
		expect(rollUp([], null)).toEqual([]);
	});
	it('lose nobody', () => {
		const path = fc
			.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 3 })
			.map((steps) => ['HQ', ...steps].map((step) => `${step}/`).join(''));
		fc.assert(
			fc.property(fc.array(fc.tuple(path, fc.nat(50))), (given) => {
				const rows = given.map(([path, people]) => ({ path, ...figures(people) }));
				const all = rollUp(rows, null).reduce((sum, one) => sum + one.figures.people, 0);
				expect(all).toBe(rows.reduce((sum, { people }) => sum + people, 0));
			})
		);
	});
});

it('months of a period are all there once', () => {
	expect(monthsOf('2025-11-30', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
	expect(monthsOf('2026-01-31', '2026-01-31')).toEqual(['2026-01']);
});

it('hours stand by area and method, most first', () => {
	const rows = [
		{ area: 'law', method: 'online', minutes: 60 },
		{ area: 'wealth', method: 'camp', minutes: 300 },
		{ area: 'law', method: 'camp', minutes: 30 }
	];
	expect(matrixOf(rows)).toEqual({
		methods: ['camp', 'online'],
		areas: [
			{ area: 'wealth', minutes: 300, by: { camp: 300 } },
			{ area: 'law', minutes: 90, by: { online: 60, camp: 30 } }
		]
	});
});

describe('the filter', () => {
	const read = (query: string) => reportFilter(new URLSearchParams(query), TODAY);
	it('is this year so far unless an address names a period that can be', () => {
		const thisYear = { unit: null, from: '2026-01-01', to: TODAY };
		expect(read('')).toEqual(thisYear);
		expect(read('from=2026-05-01&to=2026-04-01')).toEqual(thisYear);
		expect(read('from=1900-01-01&to=2026-04-01')).toEqual(thisYear);
		expect(read('from=2026-02-30&to=x&unit=y')).toEqual(thisYear);
		expect(read('from=2025-03-01&to=2025-04-30')).toMatchObject({ from: '2025-03-01', to: '2025-04-30' });
	});
	it('offers periods', () => {
		expect(presetsOf(TODAY).map(({ from, to }) => `${from} ${to}`)).toEqual([
			`2026-01-01 ${TODAY}`,
			'2025-01-01 2025-12-31',
			`2025-12-01 ${TODAY}`
		]);
	});
});

describe('exports', () => {
	const table = {
		name: 'a/b',
		head: ['姓名', '学时'],
		rows: [
			['=SUM(A1)', 1.5],
			['@x', null]
		] as [string, number | null][]
	};
	it('are CSV with a mark, formulas neutralised', () => {
		const text = Buffer.from(csvOf(table)).toString('utf8');
		expect(text).toBe("\uFEFF姓名,学时\r\n'=SUM(A1),1.5\r\n'@x,\r\n");
	});
	it('are workbooks whose words are words', async () => {
		const bytes = Buffer.from(await xlsxOf([table, { ...table, name: 'c' }]));
		const { unzipSync } = (await import('fflate')) as {
			unzipSync: (data: Uint8Array) => Record<string, Uint8Array>;
		};
		const parts = unzipSync(bytes);
		const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml']!).toString('utf8');
		expect(sheet).not.toContain('<f>');
		expect(Object.keys(parts)).toContain('xl/worksheets/sheet2.xml');
		const words = Buffer.from(parts['xl/sharedStrings.xml'] ?? new Uint8Array()).toString('utf8') + sheet;
		expect(words).toContain('=SUM(A1)');
	});
});
