import type { Locale } from '$lib/i18n/locales';
import { languages } from '$lib/server/import';
import type { Context } from '$lib/server/context';
import { authorize } from '$lib/access/can';
import { csvOf, xlsxOf } from '$lib/server/sheets';
import { writeSheet } from '../formats/sheet/sheet';
import type { Exported } from '../formats/written';
import { EXAMPLES } from './examples';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A table as a file to download. What a spreadsheet would take for a formula is text in both. */
export async function tableFile(
	{ head, rows }: { head: string[]; rows: string[][] },
	options: { format: 'xlsx' | 'csv'; name: string; sheet: string }
): Promise<Response> {
	const { format, name, sheet } = options;
	// An apostrophe of the text's own stands before one more, so that reading takes away only the one that is added.
	const guarded = rows.map((row) => row.map((cell) => (/^'+[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)));
	const bytes =
		format === 'csv'
			? csvOf({ name: sheet, head, rows: guarded })
			: await xlsxOf([{ name: sheet, head, rows }]);
	return new Response(bytes as Uint8Array<ArrayBuffer>, {
		headers: {
			'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : XLSX,
			'content-disposition': `attachment; filename="${name}.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
}

/** The table to fill in, its head in a language, with an example of every kind. */
export const templateTable = (locale: Locale) => writeSheet(EXAMPLES as Exported[], locale);

/** The same as a file. */
export async function templateFile(ctx: Context, format: 'xlsx' | 'csv'): Promise<Response> {
	authorize(ctx.actor, 'bank.item.write');
	const sheet = (await languages())[ctx.locale].t('staffBankImport.export.sheet');
	return tableFile(templateTable(ctx.locale), { format, name: 'questions', sheet });
}
