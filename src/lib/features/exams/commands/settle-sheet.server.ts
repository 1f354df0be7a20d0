import { recordAudits } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, Refusal } from '$lib/shared/errors';
import type { ErrorCode } from '$lib/i18n/codes';
import { differingOf } from '../sheets/compare';
import { authorizeSettling, holdReadRoom, holdSheet } from '../sheets/held-sheets.server';
import { loadQuestions } from '../sheets/load-sheets.server';
import { readCells } from '../sheets/readings.server';
import type { SettleSheet } from '../sheets/schema';
import { auditOf, positionsOf, takeSheets } from '../sheets/take-sheets.server';

/**
 * Settles where two readings of a sheet differ, by somebody who has looked at the sheet: what stands there is typed for every
 * question in doubt, `-` for nothing, and never guessed from one of the two. From then on it is what the candidate gave.
 * Authorised by `holdReadRoom` and `authorizeSettling`.
 */
export async function settleSheet(ctx: Context, input: SettleSheet): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { room, times, personId } = await holdReadRoom(tx, ctx, input.roomId);
		authorizeSettling(ctx);
		const sheet = await holdSheet(tx, room, input.registrationId);
		if (sheet.outcome) throw conflict('staffSheets.sheet.settled');
		const [first, second] = sheet.readings;
		if (!first || !second) throw conflict('staffSheets.sheet.unread');
		if (input.present && !sheet.paperId) throw conflict('staffSheets.sheet.no_paper');
		// That both say absent has settled it, and that both were there leaves no doubt about it.
		if (first.present && second.present && !input.present) throw conflict('staffSheets.sheet.present');
		const questions = sheet.paperId
			? ((await loadQuestions(tx, [sheet.paperId])).get(sheet.paperId) ?? [])
			: [];
		const differing = differingOf(positionsOf(questions), first, second);
		const doubtful = questions.filter(({ position }) => differing.includes(position));
		const { reading, faults } = readCells(doubtful, input.present ? input.cells : {});
		const missing = doubtful.filter(
			({ number, position }) => !input.cells[number]?.trim() || reading.unclear.includes(position)
		);
		const fields: Record<string, ErrorCode> = input.present
			? Object.fromEntries([
					...missing.map(({ number }) => [`cells.${number}`, 'staffSheets.cell.decide']),
					...faults.map(({ number, code }) => [`cells.${number}`, code])
				])
			: {};
		const count = Object.keys(fields).length;
		if (count) throw new Refusal('invalid', 'staffSheets.sheet.cells', { count }, fields);
		const base = Object.entries(first.given).filter(([position]) => !differing.includes(Number(position)));
		const given = input.present ? { ...Object.fromEntries(base), ...reading.given } : {};
		const settled = [{ sheet, present: input.present, given, differing, byId: personId }];
		await takeSheets(tx, ctx, room, times, settled);
		await recordAudits(tx, ctx, settled.map(auditOf));
	});
}
