import { describe, expect, it } from 'vitest';
import { evidenceKinds } from '$lib/features/people';
import { evidenceSheet } from '$lib/features/people/evidence-sheet.server';
import { locales } from '$lib/i18n/locales';
import { decodeText } from '$lib/server/import';
import { readTable } from '$lib/server/import/read';
import { readSheet, templateOf, type Sheet } from '$lib/server/import/sheet';
import { MAX_LINES } from '$lib/shared/import';

const bytes = (...all: number[]) => new Uint8Array(all);

describe('the text of a file', () => {
	it.each([
		['UTF-8', new TextEncoder().encode('工号,等级')],
		['UTF-8 with a mark', new TextEncoder().encode('\uFEFF工号,等级')],
		['GB18030', bytes(0xb9, 0xa4, 0xba, 0xc5, 0x2c, 0xb5, 0xc8, 0xbc, 0xb6)],
		['UTF-16', bytes(0xff, 0xfe, 0xe5, 0x5d, 0xf7, 0x53, 0x2c, 0x00, 0x49, 0x7b, 0xa7, 0x7e)]
	])('is understood in %s', (_name, file) => expect(decodeText(file)).toBe('工号,等级'));

	it('keeps the rare characters of names that GB18030 writes with four bytes', () => {
		expect(decodeText(bytes(0x82, 0x39, 0x8e, 0x39, 0x2c, 0xb9, 0xa4))).toMatch(/^.{1,2},工$/u);
	});

	it('is none in a workbook or in broken bytes', () => {
		expect(decodeText(bytes(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00))).toBeNull();
		expect(decodeText(bytes(0xff, 0xff, 0xff))).toBeNull();
	});
});

describe('the table of a file', () => {
	it.each([
		['a,b\n1,2', ','],
		['a;b\r\n1;2\r\n', ';'],
		['a\tb\n1\t2\n\n\n', 'tab'],
		['\uFEFFa，b\n1，2', 'full-width comma']
	])('is read: %j', (text) => {
		expect(readTable(text)).toEqual({ head: ['a', 'b'], rows: [{ line: 2, cells: ['1', '2'] }] });
	});

	it('knows the lines of its rows, with quotes, breaks and gaps', () => {
		const { rows } = readTable('a,b\n\n1,"x, ""y"""\n,,\n3,4,5\n');
		expect(rows).toEqual([
			{ line: 3, cells: ['1', 'x, "y"'] },
			{ line: 5, cells: ['3', '4', '5'] }
		]);
	});

	it.each([
		['', 'app.import.empty'],
		['a,b\n', 'app.import.empty'],
		['a,b\n1,"2\n3,4', 'app.import.broken'],
		[`a\n${'1\n'.repeat(MAX_LINES + 1)}`, 'app.import.too_long']
	])('is refused: %#', (text, code) => {
		expect(() => readTable(text)).toThrow(expect.objectContaining({ kind: 'invalid', code }));
	});
});

const sheet: Sheet = {
	columns: [
		{ key: 'employeeNo', label: 'people.field.employeeNo', required: true, example: 'JH0001' },
		{
			key: 'data.kind',
			label: 'staffPeople.evidence.leave',
			required: true,
			choices: [{ value: 'sick', label: 'people.leave.sick' }],
			example: 'sick'
		},
		{ key: 'validFrom', label: 'staffPeople.evidence.from.leave', date: true, example: '2026-01-01' }
	]
};

describe('a sheet', () => {
	it.each(evidenceKinds.flatMap((kind) => locales.map((locale) => [kind, locale] as const)))(
		'reads its own template: %s, %s',
		async (kind, locale) => {
			const evidence = evidenceSheet(kind);
			const { lines, unknown } = await readSheet(evidence, await templateOf(evidence, locale), locale);
			expect(unknown).toEqual([]);
			expect(lines).toHaveLength(1);
			for (const { key, choices, required } of evidence.columns) {
				if (required) expect(lines[0]!.values[key]).toBeTruthy();
				if (choices) expect(choices.map(({ value }) => value)).toContain(lines[0]!.values[key]);
			}
		}
	);

	it('takes heads and choices in either language or as codes, and dates as people write them', async () => {
		const files = [
			'工号,假别,开始日期\nA1,病假,2026年3月1日',
			'Employee number*,Kind of leave,From\nA1,sick leave,2026/3/1',
			'validFrom,data.kind,employeeNo\n20260301,sick,A1',
			"工号,假别,开始日期\n'A1,病假,2026.3.1"
		];
		for (const file of files) {
			const { lines } = await readSheet(sheet, file, 'zh-CN');
			expect(lines[0]?.values).toEqual({ employeeNo: 'A1', 'data.kind': 'sick', validFrom: '2026-03-01' });
		}
	});

	it('leaves alone what it cannot read, names unknown heads, and tells cells beyond the head', async () => {
		const { lines, unknown } = await readSheet(
			sheet,
			'工号,假别,备注,开始日期\nA1,探亲,x,2026-02-30,more',
			'zh-CN'
		);
		expect(unknown).toEqual(['备注']);
		expect(lines[0]).toEqual({
			line: 2,
			values: { employeeNo: 'A1', 'data.kind': '探亲', validFrom: '2026-02-30' },
			problems: [{ field: null, code: 'app.import.extra_cells' }]
		});
	});

	it('refuses a file that lacks a column', async () => {
		await expect(readSheet(sheet, '工号\nA1', 'zh-CN')).rejects.toMatchObject({
			code: 'app.import.missing_columns',
			params: { columns: '假别' }
		});
	});
});
