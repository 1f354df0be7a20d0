import { setImmediate } from 'node:timers/promises';
import { unzip, ZIP_LIMITS, type ZipFault } from './zip';

/** Words of a workbook pack well, and one sheet of ten thousand long lines is one file. */
const LIMITS = { ...ZIP_LIMITS, files: 2000, file: 120 * 2 ** 20 };
/** Letters of the last column that any workbook has. */
const MOST_COLUMNS = 16_384;
/** Lines between which other work has its turn. */
const AT_ONCE = 500;

export type XlsxFault = ZipFault | 'no_sheet' | 'doctype';
export interface XlsxRow {
	/** As the workbook numbers it, from 1. */
	line: number;
	cells: string[];
}

class Unreadable extends Error {
	constructor(readonly fault: XlsxFault) {
		super(fault);
	}
}

/**
 * The first sheet of a workbook as text (ECMA-376, part 1, 18.3). Nothing is computed: of a formula the value that was
 * kept beside it is taken, as text. Numbers are told as they are written; empty lines are left out.
 */
export async function readXlsx(
	bytes: Uint8Array
): Promise<{ ok: true; rows: XlsxRow[] } | { ok: false; fault: XlsxFault }> {
	const unpacked = await unzip(bytes, LIMITS);
	if (!unpacked.ok) return unpacked;
	try {
		const { files } = unpacked;
		const path = sheetPath(files);
		const shared = sharedStrings(textOf(files, path.strings));
		return { ok: true, rows: await rowsOfSheet(textOf(files, path.sheet), shared) };
	} catch (error) {
		if (error instanceof Unreadable) return { ok: false, fault: error.fault };
		throw error;
	}
}

function textOf(files: ReadonlyMap<string, Uint8Array>, path: string): string {
	const bytes = files.get(path);
	const text = bytes ? new TextDecoder().decode(bytes) : '';
	if (/<!DOCTYPE/i.test(text.slice(0, 2000))) throw new Unreadable('doctype');
	return text;
}

/** Where the first sheet of the workbook lies, and its words. */
function sheetPath(files: ReadonlyMap<string, Uint8Array>): { sheet: string; strings: string } {
	const workbook = textOf(files, 'xl/workbook.xml');
	const links = textOf(files, 'xl/_rels/workbook.xml.rels');
	const id = /<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"/.exec(workbook)?.[1];
	const target = (test: (tag: string) => boolean) => {
		const tag = links.match(/<(?:\w+:)?Relationship\b[^>]*>/g)?.find(test);
		const path = /\bTarget="([^"]+)"/.exec(tag ?? '')?.[1];
		return path && (path.startsWith('/') ? path.slice(1) : `xl/${path}`);
	};
	const sheet = target((tag) => tag.includes(`Id="${id}"`)) ?? 'xl/worksheets/sheet1.xml';
	if (!files.has(sheet)) throw new Unreadable('no_sheet');
	return { sheet, strings: target((tag) => tag.includes('/sharedStrings"')) ?? 'xl/sharedStrings.xml' };
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text of XML: the five entities, numbers of characters, and what workbooks write for control characters. */
function plain(xml: string): string {
	const text = xml.includes('&')
		? xml.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (all, ten, sixteen, name) => {
				if (name) return ENTITIES[String(name).toLowerCase()]!;
				const code = ten ? Number(ten) : parseInt(sixteen, 16);
				return code <= 0x10ffff ? String.fromCodePoint(code) : all;
			})
		: xml;
	return text.includes('_x')
		? text.replace(/_x([\dA-Fa-f]{4})_/g, (_all, code) => String.fromCharCode(parseInt(code, 16)))
		: text;
}

/** The words of a `<si>` or `<is>`: all its runs, without readings beside Chinese characters. */
function wordsIn(xml: string): string {
	const spoken = xml.includes('rPh') ? xml.replace(/<(?:\w+:)?rPh\b[^]*?<\/(?:\w+:)?rPh>/g, '') : xml;
	let words = '';
	for (const [, text] of spoken.matchAll(/<(?:\w+:)?t(?:\s[^>]*)?>([^<]*)</g)) words += plain(text!);
	return words;
}

const sharedStrings = (xml: string): string[] =>
	(xml.match(/<(?:\w+:)?si(?:\s[^>]*)?>[^]*?<\/(?:\w+:)?si>|<(?:\w+:)?si\s*\/>/g) ?? []).map(wordsIn);

const ROW = /<(?:\w+:)?row\b([^>]*?)(\/?)>/g;
const CELL = /<(?:\w+:)?c(\s[^>]*?)?(?:\/>|>([^]*?)<\/(?:\w+:)?c>)/g;

async function rowsOfSheet(xml: string, shared: readonly string[]): Promise<XlsxRow[]> {
	const rows: XlsxRow[] = [];
	const starts = [...xml.matchAll(ROW)];
	let line = 0;
	for (const [i, { index, 0: tag, 1: attributes, 2: isEmpty }] of starts.entries()) {
		line = Number(/\br="(\d+)"/.exec(attributes!)?.[1] ?? line + 1);
		if (isEmpty) continue;
		const cells = cellsOfRow(xml.slice(index + tag.length, starts[i + 1]?.index ?? xml.length), shared);
		if (cells.some((cell) => cell.trim())) rows.push({ line, cells });
		if (i % AT_ONCE === AT_ONCE - 1) await setImmediate();
	}
	return rows;
}

function cellsOfRow(xml: string, shared: readonly string[]): string[] {
	const cells: string[] = [];
	for (const [, attributes = '', inner = ''] of xml.matchAll(CELL)) {
		const name = /\br="([A-Z]{1,3})\d/.exec(attributes)?.[1];
		const column = name ? columnNumber(name) : cells.length;
		if (column >= MOST_COLUMNS) continue;
		while (cells.length < column) cells.push('');
		cells[column] = inner && valueOf(/\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n', inner, shared);
	}
	return cells;
}

const columnNumber = (name: string) =>
	[...name].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1;

function valueOf(type: string, inner: string, shared: readonly string[]): string {
	if (type === 'inlineStr') return wordsIn(inner);
	const value = plain(/<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</.exec(inner)?.[1] ?? '');
	if (type === 's') return shared[Number(value)] ?? '';
	if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
	if (type !== 'n' || !value) return value;
	// What a number of 64 bits adds behind the digits that somebody typed.
	const number = Number(value);
	return Number.isFinite(number) && !/^-?\d{1,15}$/.test(value)
		? String(Number(number.toPrecision(15)))
		: value;
}
