import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { AnyGiven } from '$lib/features/bank';
import type { ErrorCode } from '$lib/i18n/codes';
import type { ReadingSource } from '../states';
import { sheetReadings } from '../tables.server';
import { readCell } from './cells';
import { isSameReading, slotOf, type Reading } from './compare';
import type { KeptReading, Sheet } from './load-sheets.server';
import type { SheetQuestion } from './numbering';

/** A reading as it was typed, with the numbers whose cells cannot be. */
export function readCells(
	questions: readonly SheetQuestion[],
	cells: Readonly<Record<string, string>>
): { reading: Reading; faults: { number: number; code: ErrorCode }[] } {
	const reading: Reading = { present: true, given: {}, unclear: [] };
	const faults: { number: number; code: ErrorCode }[] = [];
	for (const { number, position, shown } of questions) {
		const cell = readCell(shown, cells[number] ?? '');
		if (cell.kind === 'fault') faults.push({ number, code: cell.code });
		else if (cell.kind === 'unclear') reading.unclear.push(position);
		else if (cell.given !== null) reading.given[position] = cell.given as AnyGiven;
	}
	reading.unclear.sort((a, b) => a - b);
	return { reading, faults };
}

export const absentReading: Reading = { present: false, given: {}, unclear: [] };

export interface NewReading {
	sheet: Sheet;
	reading: Reading;
	source: ReadingSource;
	file: string;
}

/**
 * Adds readings of held sheets, each to the slot of who has read; what somebody reads again as they did stays one reading.
 * Returns the sheets as they stand then. Sheets that are settled, or that two others have read, have to be left out before.
 */
export async function addReadings(
	tx: Database,
	ctx: Context,
	personId: string,
	news: readonly NewReading[]
): Promise<{ sheets: Sheet[]; added: number }> {
	const rows: KeptReading[] = [];
	const sheets = news.map(({ sheet, reading, source, file }) => {
		const slot = slotOf(sheet.readings, personId)!;
		const before = sheet.readings.find((one) => one.slot === slot);
		if (before && isSameReading(before, reading)) return sheet;
		const row = {
			...{ ...reading, registrationId: sheet.registration.id, slot, source, file },
			...{ revision: (before?.revision ?? 0) + 1, byId: personId, readAt: ctx.now }
		};
		rows.push(row);
		const others = sheet.readings.filter((one) => one.slot !== slot);
		return { ...sheet, readings: [...others, row].sort((a, b) => a.slot - b.slot) };
	});
	for (let from = 0; from < rows.length; from += AT_ONCE)
		await tx.insert(sheetReadings).values(rows.slice(from, from + AT_ONCE));
	return { sheets, added: rows.length };
}

const AT_ONCE = 500;
