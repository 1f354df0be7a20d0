import { authorizeAnywhere } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { csvOf, xlsxOf, type Table } from '$lib/server/sheets';
import { listUnpaired } from '../queries/unpaired.server';
import {
	listPairings,
	requireStaff,
	type PairingFilter,
	type StaffPairingRow
} from '../queries/staff.server';

/** Most lines of a table to take away. */
const MOST = 20_000;
const hours = (minutes: number): number => Math.round(minutes / 6) / 10;

/**
 * The pairings of a filter as CSV, or as a workbook together with the trainees who have no mentor. Each row is one that
 * the reader may read; who took it away, and what of, is recorded.
 */
export async function exportPairings(
	ctx: Context,
	filter: PairingFilter,
	format: 'xlsx' | 'csv'
): Promise<Uint8Array> {
	return withTransaction(ctx, async (tx) => {
		authorizeAnywhere(ctx.actor, 'mentoring.pairing.read');
		requireStaff(ctx, 'mentoring.pairing.read');
		const inside = { ...ctx, db: tx };
		const { rows } = await listPairings(inside, { ...filter, page: 1 }, MOST);
		const table = await pairingTable(ctx, rows);
		const tables = format === 'csv' ? [table] : [table, await unpairedTable(inside, filter)];
		const bytes = format === 'csv' ? csvOf(table) : await xlsxOf(tables);
		const { q, unitId, state } = filter;
		await recordAudit(tx, ctx, {
			action: 'mentoring.pairings.export',
			subject: { type: 'pairings', id: 'pairings' },
			after: { q, unitId, state, format, pairings: rows.length }
		});
		return bytes;
	});
}

async function pairingTable(ctx: Context, rows: readonly StaffPairingRow[]): Promise<Table> {
	const { t, local } = await loadStaffI18n(ctx.locale);
	return {
		name: t('staffMentoring.list.title'),
		head: [
			...[t('staffMentoring.import.traineeNo'), t('mentoring.detail.trainee'), t('mentoring.detail.unit')],
			...[t('mentoring.detail.mentor'), t('mentoring.agreement.startsOn'), t('mentoring.agreement.endsOn')],
			...[t('staffMentoring.list.column.state'), t('staffMentoring.export.ended')],
			...[t('mentoring.agreement.plannedHours'), t('staffMentoring.export.counted')],
			...[t('staffMentoring.export.waiting'), t('staffMentoring.export.disputed')],
			...[t('staffMentoring.export.last'), t('mentoring.agreement.goal')]
		],
		rows: rows.map((row) => [
			...[row.trainee.employeeNo, row.trainee.name, local(row.trainee.unitName), row.mentor.name],
			...[row.startsOn, row.endsOn, t(`staffMentoring.health.${row.health}`)],
			row.endedOn && row.endReason ? `${row.endedOn} ${t(`mentoring.end.${row.endReason}`)}` : null,
			...[hours(row.plannedMinutes), hours(row.minutes), row.waiting, row.disputed, row.lastOn, row.goal]
		])
	};
}

async function unpairedTable(ctx: Context, filter: PairingFilter): Promise<Table> {
	const { t, local } = await loadStaffI18n(ctx.locale);
	const { rows } = await listUnpaired(ctx, { q: '', unitId: filter.unitId, page: 1 }, MOST);
	return {
		name: t('staffMentoring.unpaired.title'),
		head: [
			...[t('staffMentoring.import.traineeNo'), t('mentoring.detail.trainee'), t('mentoring.detail.unit')],
			...[t('staffMentoring.unpaired.post'), t('staffMentoring.unpaired.hired')],
			t('staffMentoring.unpaired.last')
		],
		rows: rows.map((row) => [
			...[row.employeeNo, row.name, local(row.unitName), row.post, row.hiredOn, row.lastOn]
		])
	};
}
