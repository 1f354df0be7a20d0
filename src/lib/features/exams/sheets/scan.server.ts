import { readTable } from '$lib/server/import';
import type { ErrorCode } from '$lib/i18n/codes';
import { Refusal } from '$lib/shared/errors';
import { slotOf } from './compare';
import type { Sheet } from './load-sheets.server';
import type { SheetQuestion } from './numbering';
import { absentReading, readCells, type NewReading } from './readings.server';

/** Why a scanner's file cannot be taken; `column` as the file's head calls it. */
export interface ScanProblem {
	/** The head is 1. */
	line: number;
	column: string | null;
	code: ErrorCode;
	params?: Record<string, string | number>;
}

export interface Scan {
	/** Nothing of a file with problems is taken. */
	problems: ScanProblem[];
	readings: NewReading[];
	/** Lines about sheets that are settled, or that two others have read: they stay as they are. */
	left: number;
}

/** Heads by what they mean, in either language; what the template shows for the eye is passed over. */
const HEADS = {
	ticket: ['准考证号', '准考证', 'ticket'],
	present: ['到考', '到场', 'present'],
	shown: ['姓名', 'name', '座位', '座位号', 'seat', 'chair']
};
const PRESENT = ['', '到', '是', 'y', 'yes', 'present', '1'];
const ABSENT = ['缺', '缺考', '否', 'n', 'no', 'absent', '0'];

const plain = (text: string) => text.normalize('NFKC').trim().toLowerCase();
const numberIn = (head: string): number | null => {
	const found = /^(?:第|题|q|no\.?)?\s*(\d{1,4})\s*题?$/.exec(plain(head));
	return found ? Number(found[1]) : null;
};

/**
 * What a scanner's file says about the sheets of a room, as one person's reading: a line for each candidate by ticket, a column
 * for each question by its printed number. Refuses what is no table or names no tickets.
 */
export function readScanned(
	text: string,
	file: string,
	personId: string,
	sheets: readonly Sheet[],
	questions: ReadonlyMap<string, readonly SheetQuestion[]>
): Scan {
	const { head, rows } = readTable(text);
	const scan: Scan = { problems: [], readings: [], left: 0 };
	const columns = columnsOf(head, scan.problems);
	const byTicket = new Map(sheets.map((sheet) => [sheet.registration.ticket, sheet]));
	const wanted = Math.max(0, ...[...questions.values()].map(({ length }) => length));
	const lacking = Array.from({ length: wanted }, (_, at) => at + 1).filter((n) => !columns.numbers.has(n));
	if (lacking.length)
		scan.problems.push({
			...{ line: 1, column: null, code: 'staffSheets.scan.missing' },
			params: { numbers: lacking.slice(0, 10).join(' ') }
		});
	const seen = new Map<string, number>();
	for (const { line, cells } of rows) {
		const problem = (column: string | null, code: ErrorCode, params?: ScanProblem['params']) =>
			void scan.problems.push({ line, column, code, ...(params && { params }) });
		if (cells.slice(head.length).some((cell) => cell)) problem(null, 'app.import.extra_cells');
		const ticket = (cells[columns.ticket] ?? '').normalize('NFKC').replace(/^'/, '').trim();
		const sheet = byTicket.get(ticket);
		const ticketHead = head[columns.ticket]!;
		if (!sheet) {
			problem(ticketHead, 'staffSheets.scan.ticket', { ticket: ticket || '—' });
			continue;
		}
		const before = seen.get(ticket);
		if (before !== undefined) {
			problem(ticketHead, 'staffSheets.scan.twice', { line: before });
			continue;
		}
		seen.set(ticket, line);
		if (sheet.outcome || slotOf(sheet.readings, personId) === null) {
			scan.left++;
			continue;
		}
		const typed = Object.fromEntries([...columns.numbers].map(([number, at]) => [number, cells[at] ?? '']));
		const word = plain(columns.present === null ? '' : (cells[columns.present] ?? ''));
		if (ABSENT.includes(word)) {
			const filled = Object.keys(typed).find((number) => typed[number]!.trim());
			if (filled) problem(head[columns.numbers.get(Number(filled))!]!, 'staffSheets.scan.absent');
			else scan.readings.push({ sheet, reading: absentReading, source: 'scan', file });
			continue;
		}
		if (!PRESENT.includes(word)) problem(head[columns.present!]!, 'staffSheets.scan.present');
		const own = sheet.paperId ? questions.get(sheet.paperId) : undefined;
		if (!own) {
			problem(ticketHead, 'staffSheets.sheet.no_paper');
			continue;
		}
		const { reading, faults } = readCells(own, typed);
		for (const { number, code } of faults) problem(head[columns.numbers.get(number)!]!, code);
		const beyond = Object.keys(typed).find((n) => Number(n) > own.length && typed[n]!.trim());
		if (beyond) problem(head[columns.numbers.get(Number(beyond))!]!, 'staffSheets.scan.beyond');
		scan.readings.push({ sheet, reading, source: 'scan', file });
	}
	return scan;
}

/** Where what stands in a file; heads that mean nothing, or a number twice, are problems. */
function columnsOf(head: readonly string[], problems: ScanProblem[]) {
	const numbers = new Map<number, number>();
	let ticket: number | null = null;
	let present: number | null = null;
	head.forEach((name, at) => {
		const said = plain(name);
		const number = numberIn(name);
		if (HEADS.ticket.includes(said)) ticket ??= at;
		else if (HEADS.present.includes(said)) present ??= at;
		else if (number === null) {
			if (said && !HEADS.shown.includes(said))
				problems.push({ line: 1, column: name, code: 'staffSheets.scan.column' });
		} else if (numbers.has(number))
			problems.push({ line: 1, column: name, code: 'staffSheets.scan.column_twice' });
		else numbers.set(number, at);
	});
	if (ticket === null)
		throw new Refusal('invalid', 'app.import.missing_columns', { columns: HEADS.ticket[0]! });
	return { ticket: ticket as number, present: present as number | null, numbers };
}
