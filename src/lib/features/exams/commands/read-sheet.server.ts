import { recordAudit, recordAudits } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, Refusal } from '$lib/shared/errors';
import { slotOf } from '../sheets/compare';
import { holdReadRoom, holdSheet } from '../sheets/held-sheets.server';
import { loadQuestions } from '../sheets/load-sheets.server';
import { absentReading, addReadings, readCells } from '../sheets/readings.server';
import type { ReadSheet } from '../sheets/schema';
import { agreed, auditOf, takeSheets } from '../sheets/take-sheets.server';

/**
 * Somebody has read a candidate's answer sheet and typed what stands on it, blind to what another has read. Again before it
 * is settled it takes the place of their own reading, which stays on record. Where two readings agree the sheet is taken as
 * it is. Authorised by `holdReadRoom`.
 */
export async function readSheet(ctx: Context, input: ReadSheet): Promise<{ settled: boolean }> {
	return withTransaction(ctx, async (tx) => {
		const { room, times, personId } = await holdReadRoom(tx, ctx, input.roomId);
		const sheet = await holdSheet(tx, room, input.registrationId);
		if (sheet.outcome) throw conflict('staffSheets.sheet.settled');
		if (slotOf(sheet.readings, personId) === null) throw conflict('staffSheets.sheet.taken');
		if (input.present && !sheet.paperId) throw conflict('staffSheets.sheet.no_paper');
		const questions = sheet.paperId
			? ((await loadQuestions(tx, [sheet.paperId])).get(sheet.paperId) ?? [])
			: [];
		const { reading, faults } = input.present
			? readCells(questions, input.cells)
			: { reading: absentReading, faults: [] };
		if (faults.length) {
			const fields = Object.fromEntries(faults.map(({ number, code }) => [`cells.${number}`, code]));
			throw new Refusal('invalid', 'staffSheets.sheet.cells', { count: faults.length }, fields);
		}
		const { sheets, added } = await addReadings(tx, ctx, personId, [
			{ sheet, reading, source: 'keyed', file: '' }
		]);
		if (!added) return { settled: false };
		const settled = sheets.flatMap((one) => agreed(one, questions) ?? []);
		await takeSheets(tx, ctx, room, times, settled);
		const [own] = sheets[0]!.readings.filter(({ byId }) => byId === personId);
		const { slot, revision, present } = own!;
		await recordAudits(tx, ctx, settled.map(auditOf));
		await recordAudit(tx, ctx, {
			action: 'exams.sheet.read',
			subject: { type: 'registration', id: sheet.registration.id },
			personId: sheet.registration.personId,
			after: { source: 'keyed', ticket: sheet.registration.ticket, slot, revision, present }
		});
		return { settled: settled.length > 0 };
	});
}
