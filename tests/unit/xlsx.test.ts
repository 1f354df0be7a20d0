import { describe, expect, it } from 'vitest';
import { xlsxOf } from '$lib/server/sheets';
import { readXlsx } from '$lib/server/xlsx';
import { zipOf } from '$lib/server/zip-write';

const zip = (files: Record<string, string>) => zipOf(new Map(Object.entries(files)));

const workbook = (sheet: string, more: Record<string, string> = {}) =>
	zip({
		'xl/workbook.xml': '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId7"/></sheets></workbook>',
		'xl/_rels/workbook.xml.rels':
			'<Relationships><Relationship Id="rId7" Target="worksheets/own.xml"/></Relationships>',
		'xl/worksheets/own.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
		...more
	});

describe('workbooks', () => {
	it('written by this site are read as they were', async () => {
		const rows = [
			['=1+1', '两行\n文字', null, ' <b> & "x" _x000D_'],
			[3.85, '', '000123', '😀']
		];
		const bytes = await xlsxOf([{ name: '题目', head: ['甲', '乙', '丙', '丁'], rows }]);
		expect(await readXlsx(bytes)).toEqual({
			ok: true,
			rows: [
				{ line: 1, cells: ['甲', '乙', '丙', '丁'] },
				{ line: 2, cells: ['=1+1', '两行\n文字', '', expect.stringContaining('<b> & "x"')] },
				{ line: 3, cells: ['3.85', expect.anything(), '000123', '😀'] }
			]
		});
	});

	it('give of a formula the value beside it, as text, and of every kind of cell what it shows', async () => {
		const bytes = workbook(
			'<row r="3"><c r="B3" t="str"><f>HYPERLINK("http://x.example","y")</f><v>=y</v></c>' +
				'<c r="D3"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="E3" t="b"><v>1</v></c>' +
				'<c r="F3" t="s"><v>0</v></c><c r="G3" t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></is></c></row><row r="5"/>',
			{ 'xl/sharedStrings.xml': '<sst><si><t>汉</t><rPh sb="0" eb="1"><t>han</t></rPh></si></sst>' }
		);
		expect(await readXlsx(bytes)).toEqual({
			ok: true,
			rows: [{ line: 3, cells: ['', '=y', '', '0.3', 'TRUE', '汉', '甲 乙'] }]
		});
	});

	it('are refused with a DOCTYPE, without a sheet, and as bombs', async () => {
		const doctype = workbook('', { 'xl/sharedStrings.xml': '<!DOCTYPE a [<!ENTITY b "c">]><sst/>' });
		expect(await readXlsx(doctype)).toEqual({ ok: false, fault: 'doctype' });
		expect(await readXlsx(zip({ 'a.txt': 'b' }))).toEqual({ ok: false, fault: 'no_sheet' });
		const bomb = workbook(`<row>${' '.repeat(30_000_000)}</row>`);
		expect(await readXlsx(bomb)).toEqual({ ok: false, fault: 'large' });
		expect(await readXlsx(new TextEncoder().encode('nothing'))).toEqual({ ok: false, fault: 'broken' });
	});
});
