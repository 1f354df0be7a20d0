import { recordAudit, recordAudits } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { holdReadRoom, holdSheets } from '../sheets/held-sheets.server';
import { loadQuestions, loadSheets } from '../sheets/load-sheets.server';
import { addReadings } from '../sheets/readings.server';
import { readScanned } from '../sheets/scan.server';
import type { ReadScan } from '../sheets/schema';
import { agreed, auditOf, takeSheets } from '../sheets/take-sheets.server';

/** What came of a scanner's file: sheets that were read anew, that two readings agree about now, and that stayed as they were. */
export interface Scanned {
	read: number;
	settled: number;
	left: number;
}

/**
 * Takes a scanner's file as one reading of each sheet that it names, by whoever brings it; all of it or, where anything is
 * wrong with it, nothing. Brought again it takes the place of their own readings that are not settled. Authorised by
 * `holdReadRoom`.
 */
export async function readScan(ctx: Context, { roomId, text, file }: ReadScan): Promise<Scanned> {
	return withTransaction(ctx, async (tx) => {
		const { room, times, personId } = await holdReadRoom(tx, ctx, roomId);
		const there = await loadSheets(tx, roomId);
		const ids = there.map(({ registration }) => registration.id);
		const sheets = await holdSheets(tx, room, ids);
		const questions = await loadQuestions(
			tx,
			sheets.flatMap(({ paperId }) => paperId ?? [])
		);
		const { problems, readings, left } = readScanned(text, file, personId, sheets, questions);
		if (problems.length) throw conflict('staffSheets.scan.problems', { count: problems.length });
		const { sheets: now, added } = await addReadings(tx, ctx, personId, readings);
		const settled = now.flatMap(
			(sheet) => agreed(sheet, (sheet.paperId && questions.get(sheet.paperId)) || []) ?? []
		);
		await takeSheets(tx, ctx, room, times, settled);
		await recordAudits(tx, ctx, settled.map(auditOf));
		const after = { file, read: added, settled: settled.length, left };
		await recordAudit(tx, ctx, {
			action: 'exams.sheet.read',
			subject: { type: 'sittingRoom', id: roomId },
			after: { source: 'scan', ...after }
		});
		return { read: added, settled: settled.length, left };
	});
}
