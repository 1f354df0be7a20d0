import { csvLine } from '$lib/shared/csv';
import type { MessageKey } from '$lib/i18n/codes';
import { I18n } from '$lib/i18n/i18n';
import { loadCore, loadStaff } from '$lib/i18n/load';
import { locales, type Locale, type LocalText } from '$lib/i18n/locales';
import { isIsoDate } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import type { Problem } from '$lib/shared/import';
import { readTable } from './read';

export interface SheetColumn {
	/** The field of a line, dotted where it nests. */
	key: string;
	/** The head of the column; the files of both languages are understood. */
	label: MessageKey | LocalText;
	required?: boolean;
	/** What a cell may say, in words of either language. */
	choices?: { value: string; label: MessageKey | LocalText }[];
	date?: boolean;
	/** What stands in the template's line. */
	example: string | MessageKey | LocalText;
}

export interface Sheet {
	columns: SheetColumn[];
}

export interface SheetLine {
	line: number;
	values: Record<string, string>;
	problems: Problem[];
}

/** The words of every language, the staff's too. */
export const languages = async (): Promise<Record<Locale, I18n>> => {
	const made = await Promise.all(
		locales.map(async (locale) => {
			const bundle = { ...(await loadCore(locale)), ...(await loadStaff(locale)) };
			return [locale, new I18n(locale, bundle)] as const;
		})
	);
	return Object.fromEntries(made) as Record<Locale, I18n>;
};

export const wordsOf = (i18n: I18n, words: string | LocalText): string =>
	typeof words === 'string' ? (i18n.has(words) ? i18n.t(words) : words) : i18n.local(words);

/** An empty file to fill in, with one line as an example: UTF-8 with a byte order mark, for spreadsheets. */
export async function templateOf(sheet: Sheet, locale: Locale): Promise<string> {
	const i18n = (await languages())[locale];
	const cell = ({ choices, example }: SheetColumn) =>
		wordsOf(i18n, choices?.find(({ value }) => value === example)?.label ?? example);
	const head = sheet.columns.map(({ label }) => wordsOf(i18n, label));
	return `\uFEFF${csvLine(head)}${csvLine(sheet.columns.map(cell))}`;
}

/** A line's fields as its reader says them: a code that is one of a column's choices by its words. */
export const inWords = ({ columns }: Sheet, values: SheetLine['values'], i18n: I18n): SheetLine['values'] =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			const choices = columns.find(({ key }) => key === name)?.choices;
			const label = choices?.find((choice) => choice.value === value)?.label;
			return [name, label ? wordsOf(i18n, label) : value];
		})
	);

const plain = (text: string): string => text.trim().replace(/\*$/, '').toLowerCase();

/** Reads a file by a sheet: its lines with their fields, words turned into codes. Refuses one that lacks a column. */
export async function readSheet(
	sheet: Sheet,
	text: string,
	locale: Locale
): Promise<{ lines: SheetLine[]; unknown: string[] }> {
	const words = await languages();
	const spoken = Object.values(words);
	const names = (column: SheetColumn) =>
		[column.key, ...spoken.map((i18n) => wordsOf(i18n, column.label))].map(plain);
	const { head, rows } = readTable(text);
	const columns = head.map((cell) => sheet.columns.find((column) => names(column).includes(plain(cell))));
	const missing = sheet.columns.filter((column) => column.required && !columns.includes(column));
	if (missing.length) {
		const list = missing.map(({ label }) => wordsOf(words[locale], label)).join(' · ');
		throw new Refusal('invalid', 'app.import.missing_columns', { columns: list });
	}
	const lines = rows.map(({ line, cells }) => {
		const values: Record<string, string> = {};
		const problems: Problem[] = [];
		columns.forEach((column, at) => {
			if (column) values[column.key] = codeOf(column, cells[at] ?? '', spoken);
		});
		if (cells.slice(head.length).some((cell) => cell)) {
			problems.push({ field: null, code: 'app.import.extra_cells' });
		}
		return { line, values, problems };
	});
	return { lines, unknown: head.filter((cell, at) => cell && !columns[at]) };
}

function codeOf(column: SheetColumn, raw: string, spoken: readonly I18n[]): string {
	// An apostrophe marks text that a spreadsheet must not take for a formula.
	const cell = raw.trim().replace(/^'/, '');
	if (column.date) return dateOf(cell);
	const choice = column.choices?.find(
		({ value, label }) => value === cell || spoken.some((i18n) => plain(wordsOf(i18n, label)) === plain(cell))
	);
	return choice?.value ?? cell;
}

/** A date as people and spreadsheets write it (2026/3/1, 2026.3.1, 2026年3月1日, 20260301) as YYYY-MM-DD. */
function dateOf(cell: string): string {
	const match =
		/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(cell);
	if (!match) return cell;
	const date = [match[1], match[2]?.padStart(2, '0'), match[3]?.padStart(2, '0')].join('-');
	return isIsoDate(date) ? date : cell;
}
