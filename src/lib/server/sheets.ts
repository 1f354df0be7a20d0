import writeXlsxFile, { type Cell, type Sheet } from 'write-excel-file/node';
import { csvLine } from '$lib/shared/csv';

/** A table to take away: words or numbers, the first line its head. */
export interface Table {
	name: string;
	head: string[];
	rows: (string | number | null)[][];
}

/** A table as CSV with a byte order mark, so that a spreadsheet reads its Chinese; formulas are neutralised. */
export function csvOf({ head, rows }: Table): Uint8Array {
	const lines = [head, ...rows].map((row) => csvLine(row));
	return new TextEncoder().encode(`\uFEFF${lines.join('')}`);
}

/** Characters that a sheet's name may not have, and its longest length. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);

/** Words are written as words: no spreadsheet takes them for a formula. */
const cellOf = (value: string | number | null): Cell =>
	value === null ? null : typeof value === 'number' ? { value, type: Number } : { value, type: String };

/** Tables as a workbook, a sheet each, heads in bold and held in place. */
export async function xlsxOf(tables: readonly Table[]): Promise<Uint8Array> {
	const sheets = tables.map(({ name, head, rows }): Sheet<never> => ({
		sheet: sheetName(name),
		stickyRowsCount: 1,
		columns: head.map((_, column) => ({ width: widthOf([head, ...rows], column) })),
		data: [
			head.map((value): Cell => ({ value, type: String, fontWeight: 'bold' })),
			...rows.map((row) => row.map(cellOf))
		]
	}));
	return new Uint8Array(await writeXlsxFile(sheets as never).toBuffer());
}

/** Wide enough for the longest of the first lines; a Chinese character takes two. */
function widthOf(rows: readonly (readonly (string | number | null)[])[], column: number): number {
	const lengths = rows.slice(0, 200).map((row) => {
		const text = String(row[column] ?? '');
		return [...text].reduce((all, character) => all + (character > '\u2e80' ? 2 : 1), 0);
	});
	return Math.min(50, Math.max(8, ...lengths) + 2);
}
