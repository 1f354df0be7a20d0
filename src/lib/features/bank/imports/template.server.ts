import type { Locale } from '$lib/i18n/locales';
import { languages } from '$lib/server/import';
import type { Context } from '$lib/server/context';
import { authorize } from '$lib/access/can';
import { csvOf, xlsxOf } from '$lib/server/sheets';
import { writeSheet } from '../formats/sheet/sheet';
import type { Exported } from '../formats/written';
import { EXAMPLES } from './examples';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** An apostrophe of a text's own stands before one more: reading takes away only the one that is added to formulas. */
export const guarded = (rows: string[][]): string[][] =>
	rows.map((row) => row.map((cell) => (/^'+[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)));

/** The table to fill in, its head in a language, with an example of every kind. */
export const templateTable = (locale: Locale) => writeSheet(EXAMPLES as Exported[], locale);

/** The same as a file. */
export async function templateFile(ctx: Context, format: 'xlsx' | 'csv'): Promise<Response> {
	authorize(ctx.actor, 'bank.item.write');
	const { head, rows } = templateTable(ctx.locale);
	const name = (await languages())[ctx.locale].t('staffBankImport.export.sheet');
	const bytes =
		format === 'csv' ? csvOf({ name, head, rows: guarded(rows) }) : await xlsxOf([{ name, head, rows }]);
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : XLSX,
			'content-disposition': `attachment; filename="questions.${format}"`
		}
	});
}
