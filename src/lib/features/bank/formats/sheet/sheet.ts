import type { Locale } from '$lib/i18n/locales';
import type { Words } from '../../question';
import type { ItemUse } from '../../states';
import { Draft } from '../draft';
import type { ParsedCase, ParsedFile, ParsedQuestion, SaidAbout } from '../parsed';
import type { Exported } from '../written';
import { columnOf, columnsFor, headOf, type ColumnKey } from './columns';
import { linesOf } from './pieces';
import { readQuestionRow, rowOf, type Row } from './read-cells';
import { codeOf, difficultyOf } from './vocabulary';
import { cellsOf } from './write-cells';

/** A table as text: its head and its lines, as CSV files and workbooks have them. */
export interface TextTable {
	head: string[];
	/** `line`: in the file, from 1. */
	rows: { line: number; cells: string[] }[];
}

/** Whether a head is that of a table of questions: it says what they ask. */
export const isSheet = (head: readonly string[], locale: Locale): boolean =>
	head.some((cell) => columnOf(cell, locale)?.startsWith('stem.'));

/** A reader of lines of one table, so that a long one can be read a few at a time. */
export function sheetReader(head: readonly string[], locale: Locale) {
	const columns = head.map((cell) => columnOf(cell, locale));
	const cases = new Map<string, ParsedCase>();
	const codes = new Map<string, number>();
	const unknown = head.filter((cell, i) => cell.trim() && !columns[i]);
	const read = ({ line, cells }: TextTable['rows'][number]): ParsedQuestion => {
		const said = new Map<ColumnKey, string>();
		columns.forEach((key, i) => {
			const text = cells[i]?.trim();
			if (key && text) said.set(key, text);
		});
		const draft = new Draft(line, locale);
		const row = rowOf(said, draft);
		const name = row.cell('code');
		const before = name && codes.get(name);
		if (before) draft.refuse('sameCode', `${name} (${before})`);
		else if (name) codes.set(name, line);
		const question = readQuestionRow(row);
		const own = row.cell('caseCode');
		if (own) addCase(cases, own, row);
		const parsed = draft.done(
			{ name, category: [], tags: linesOf(row.cell('tags')).flat().flatMap(tagsIn) },
			question
		);
		return { ...parsed, about: aboutOf(row, locale), ...(own && { case: own }) };
	};
	return { read, cases, unknown };
}

/** Questions of a whole table: one to a line. */
export function parseSheet({ head, rows }: TextTable, locale: Locale): ParsedFile {
	const { read, cases } = sheetReader(head, locale);
	const questions = rows.map(read);
	return {
		questions,
		problems: questions.length ? [] : [{ code: 'empty', line: 1 }],
		pictures: new Map(),
		cases: [...cases.values()]
	};
}

/** Questions as a table: those of a case stand under each other, the first with its material. */
export function writeSheet(
	questions: readonly Exported[],
	locale: Locale
): { head: string[]; rows: string[][] } {
	const told = new Set<string>();
	const lines = questions.map((one) => {
		const group = one.case;
		const isTold = group && told.has(group.code);
		if (group) told.add(group.code);
		return cellsOf(isTold ? { ...one, case: { code: group.code, title: {}, material: {} } } : one, locale);
	});
	const columns = columnsFor(new Set(lines.flatMap((cells) => [...cells.keys()])), locale);
	return {
		head: columns.map(({ head }) => head),
		rows: lines.map((cells) => columns.map(({ key }) => cells.get(key) ?? ''))
	};
}

const tagsIn = (text: string) => text.split(/[,，;；、]/).flatMap((tag) => tag.trim() || []);

function addCase(cases: Map<string, ParsedCase>, code: string, { words }: Row): void {
	const known = cases.get(code) ?? { code, title: {}, material: {} };
	const more = (own: Words, said: Words | undefined): Words => ({ ...said, ...own });
	cases.set(code, {
		code,
		title: more(known.title, words('caseTitle')),
		material: more(known.material, words('caseMaterial'))
	});
}

/** What the line says about its question; what it says in no way that is understood is remarked. */
function aboutOf(row: Row, locale: Locale): SaidAbout {
	const about: SaidAbout = {};
	const take = <T>(key: ColumnKey, read: (cell: string) => T | null, put: (value: T) => void) => {
		const cell = row.cell(key);
		if (!cell) return;
		const value = read(cell);
		if (value === null) row.draft.remark('unknownValue', `${headOf(key, locale)}: ${cell}`);
		else put(value);
	};
	const text = (most: number) => (cell: string) => (cell.length <= most ? cell : null);
	take(
		'area',
		(cell) => codeOf('area', cell),
		(value) => (about.area = value)
	);
	take(
		'level',
		(cell) => codeOf('level', cell),
		(value) => (about.level = value)
	);
	take(
		'use',
		(cell) => codeOf('use', cell) as ItemUse | null,
		(value) => (about.use = value)
	);
	take('difficulty', difficultyOf, (value) => (about.difficulty = value));
	take('seconds', secondsOf, (value) => (about.seconds = value));
	take('source', text(300), (value) => (about.source = value));
	take('competency', text(100), (value) => (about.competency = value));
	take(
		'module',
		(cell) => (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(cell) ? cell : null),
		(value) => (about.module = value)
	);
	take('reviewAgainOn', dateOf, (value) => (about.reviewAgainOn = value));
	return about;
}

const secondsOf = (cell: string): number | null => {
	const seconds = Number(cell);
	return Number.isInteger(seconds) && seconds >= 10 && seconds <= 7200 ? seconds : null;
};

/** A date as people and spreadsheets write it, also as the number of days that workbooks keep. */
function dateOf(cell: string): string | null {
	if (/^[34567]\d{4}$/.test(cell))
		return new Date((Number(cell) - 25_569) * 86_400_000).toISOString().slice(0, 10);
	const [, year, month, day] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell) ?? [];
	const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
	return year && !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)
		? date
		: null;
}
