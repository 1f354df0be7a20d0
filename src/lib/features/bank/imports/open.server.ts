import type { Locale } from '$lib/i18n/locales';
import { readTable } from '$lib/server/import';
import { readXlsx } from '$lib/server/xlsx';
import { unzip } from '$lib/server/zip';
import { decodeText } from '$lib/shared/decode-text';
import { Refusal } from '$lib/shared/errors';
import { parseAiken } from '../formats/aiken';
import { parseGift } from '../formats/gift/read';
import { parseMoodleXml } from '../formats/moodle-xml/read';
import type { ParsedFile } from '../formats/parsed';
import { parseQtiPackage } from '../formats/qti/package';
import { isSheet, sheetReader, type TextTable } from '../formats/sheet/sheet';
import { MOST_QUESTIONS, type ImportFault, type ImportFormat } from './model';
import { breathe } from './breathe.server';

/** Why nothing of a file was read, with what it is about. */
export class Unreadable extends Error {
	constructor(
		readonly code: ImportFault,
		readonly what?: string
	) {
		super(code);
	}
}

export interface OpenedFile extends ParsedFile {
	format: ImportFormat;
	/** Heads of columns that nobody knows. */
	unknown?: string[];
}

interface Source {
	name: string;
	bytes: Uint8Array;
	/** As the person chose; null where the content says it. */
	format: ImportFormat | null;
	locale: Locale;
}

/** Reads a file of questions by what it holds, whatever its name says. Throws `Unreadable`. */
export async function openFile({ name, bytes, format, locale }: Source): Promise<OpenedFile> {
	if (!bytes.length) throw new Unreadable('empty');
	const found =
		bytes[0] === 0x50 && bytes[1] === 0x4b
			? await inArchive(bytes, locale)
			: inText(name, bytes, format, locale);
	const opened = await found;
	if (format && opened.format !== format) throw new Unreadable('not_format');
	if (opened.questions.length > MOST_QUESTIONS) throw new Unreadable('many', String(opened.questions.length));
	return opened;
}

/** A workbook, or a package of QTI. */
async function inArchive(bytes: Uint8Array, locale: Locale): Promise<OpenedFile> {
	// Names stand in an archive as they are: `xl/workbook.xml` is in every workbook and in no package.
	if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('xl/workbook.xml')) {
		const found = await readXlsx(bytes);
		if (!found.ok) throw new Unreadable(found.fault === 'many' ? 'many_files' : found.fault);
		const [head, ...rows] = found.rows;
		return sheet('xlsx', { head: head?.cells ?? [], rows }, locale);
	}
	const unpacked = await unzip(bytes);
	if (!unpacked.ok) throw new Unreadable(unpacked.fault === 'many' ? 'many_files' : unpacked.fault);
	await breathe();
	return { format: 'qti', ...parseQtiPackage(unpacked.files, { locale }) };
}

async function inText(
	name: string,
	bytes: Uint8Array,
	chosen: ImportFormat | null,
	locale: Locale
): Promise<OpenedFile> {
	const text = decodeText(bytes);
	// What an XML file says of its own encoding is read with it.
	if (text === null && !looksLikeXml(bytes)) throw new Unreadable('encoding');
	await breathe();
	const byName = /\.gift$/i.test(name) ? 'gift' : null;
	const format = text === null ? 'qti' : (chosen ?? formatOf(text, locale) ?? byName);
	switch (format) {
		case 'gift':
			return { format, ...parseGift(text!, locale) };
		case 'aiken':
			return { format, ...parseAiken(text!, locale) };
		case 'moodleXml':
			return { format, ...parseMoodleXml(text!, locale) };
		case 'qti': {
			const path = /\.(xml|qti)$/i.test(name) ? 'item.xml' : 'file.xml';
			return { format, ...parseQtiPackage(new Map([[path, bytes]]), { locale }) };
		}
		case 'csv':
			return sheet(format, tableOf(text!), locale);
		default:
			throw new Unreadable(format === 'xlsx' ? 'not_format' : 'unknown');
	}
}

const looksLikeXml = (bytes: Uint8Array) => bytes[0] === 0x3c;

/** The format of a text, by what only that format writes; null for none. */
export function formatOf(text: string, locale: Locale): ImportFormat | null {
	const start = text.replace(/^\uFEFF/, '').trimStart();
	if (start.startsWith('<')) return /<quiz[\s>]/.test(start.slice(0, 5000)) ? 'moodleXml' : 'qti';
	if (isTable(start, locale)) return 'csv';
	if (/^\s*(ANSWER|答案)\s*[:：]/im.test(start) && !/^\s*::|^\s*\$CATEGORY/m.test(start)) return 'aiken';
	return start.includes('{') ? 'gift' : null;
}

function isTable(text: string, locale: Locale): boolean {
	const line = /^[^\r\n]*/.exec(text)![0];
	return isSheet(
		line.split(/[,\t;，]/).map((cell) => cell.replace(/^"|"$/g, '')),
		locale
	);
}

/** A cell of a CSV file that a spreadsheet would have taken for a formula has an apostrophe before it. */
const cellOf = (cell: string): string => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell);

function tableOf(text: string): TextTable {
	try {
		const { head, rows } = readTable(text, MOST_QUESTIONS);
		return {
			head,
			rows: rows.map(({ line, cells }) => ({
				// Where it begins, not where it ends.
				line: line - cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0),
				cells: cells.map(cellOf)
			}))
		};
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { line, max } = error.params;
		throw max === undefined
			? new Unreadable('table', String(line ?? 1))
			: new Unreadable('many', String(max));
	}
}

/** A table line by line, with turns for other work between. */
async function sheet(format: 'xlsx' | 'csv', { head, rows }: TextTable, locale: Locale): Promise<OpenedFile> {
	if (!isSheet(head, locale)) throw new Unreadable('columns', head.filter(Boolean).join(' · ').slice(0, 200));
	if (rows.length > MOST_QUESTIONS) throw new Unreadable('many', String(rows.length));
	const { read, cases, unknown } = sheetReader(head, locale);
	const questions: OpenedFile['questions'] = [];
	for (const row of rows) {
		questions.push(read(row));
		if (questions.length % 100 === 0) await breathe();
	}
	const problems: OpenedFile['problems'] = questions.length ? [] : [{ code: 'empty', line: 1 }];
	return { format, questions, problems, pictures: new Map(), cases: [...cases.values()], unknown };
}
