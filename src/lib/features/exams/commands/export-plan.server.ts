import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { I18n } from '$lib/i18n/i18n';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { drawReport } from '$lib/server/pdf/report';
import { xlsxOf, type Table } from '$lib/server/sheets';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { loadTickets, type Ticket } from '../ticket/ticket.server';

/** Most lines of a plan. */
const MOST = 20_000;

/**
 * Who sits where, in a sitting or in one of its rooms: as a PDF to pin up and sign, or as a workbook with a sheet for each
 * room. Who took it away is recorded.
 */
export async function exportPlan(
	ctx: Context,
	input: { sittingId: string; roomId?: string | undefined; format: 'pdf' | 'xlsx' }
): Promise<Uint8Array> {
	const { sittingId, roomId, format } = input;
	authorize(ctx.actor, 'exams.sitting.read');
	if (!isId(sittingId) || (roomId && !isId(roomId))) throw notFound();
	const tickets = await loadTickets(ctx.db, sittingId, { roomId, most: MOST });
	if (!tickets.length) throw notFound();
	await withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: 'exams.tickets.export',
			subject: { type: 'sitting', id: sittingId },
			after: { plan: format, candidates: tickets.length, roomId: roomId ?? null }
		})
	);
	const i18n = await loadStaffI18n(ctx.locale);
	const rooms = byRoom(tickets, i18n);
	return format === 'xlsx' ? xlsxOf(rooms.map(([name, list]) => tableOf(name, list, i18n))) : drawPlan();

	function drawPlan() {
		const first = tickets[0]!;
		const title = `${i18n.t('staffExams.seats.plan.title')} · ${i18n.local(first.exam)}`;
		const info = {
			...{ title, author: i18n.local(first.issuer), subject: title, lang: i18n.locale, date: ctx.now }
		};
		const window = {
			from: i18n.date(first.opensAt, 'dateTime'),
			to: i18n.date(first.closesAt, 'dateTime')
		};
		return drawReport(
			info,
			(page, pages) => i18n.t('registration.ticket.foot', { page, pages }),
			(pen) => {
				pen.title(title, i18n.t('exams.fact.from_to', window));
				for (const [name, list] of rooms) {
					const { head, rows } = tableOf(name, list, i18n);
					pen.heading(name);
					if (list[0]!.room?.address) pen.text(list[0]!.room.address, { muted: true });
					pen.table({
						head: [...head.slice(0, 5), i18n.t('staffExams.seats.plan.signature')],
						widths: [7, 13, 14, 13, 28, 20],
						rows: rows.map((row) => [...row.slice(0, 5).map((cell) => String(cell ?? '')), ''])
					});
				}
			}
		);
	}
}

function byRoom(tickets: readonly Ticket[], { t }: I18n): [string, Ticket[]][] {
	const rooms = new Map<string, Ticket[]>();
	for (const ticket of tickets) {
		const name = ticket.room?.name ?? t('staffExams.seats.none_yet');
		rooms.set(name, [...(rooms.get(name) ?? []), ticket]);
	}
	return [...rooms];
}

const tableOf = (name: string, tickets: readonly Ticket[], { t, local }: I18n): Table => ({
	name,
	head: [
		...[t('staffExams.seats.plan.chair'), t('staffExams.seats.col.ticket'), t('staffExams.seats.col.name')],
		...[t('registration.ticket.employee'), t('staffExams.seats.col.unit'), t('registration.ticket.address')],
		...[t('staffExams.seats.one.extra'), t('staffExams.seats.one.breaks')]
	],
	rows: tickets.map((one) => [
		...[one.room?.chair ?? null, one.number, one.name, one.employeeNo, local(one.unit)],
		...[one.room?.address ?? null, one.extraMinutes || null, one.breakMinutes || null]
	])
});
