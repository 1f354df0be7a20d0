import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { loadTopicI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { drawTickets } from '../ticket/draw-tickets.server';
import { loadTickets } from '../ticket/ticket.server';

/** Most tickets of one file. */
const MOST = 500;

/** Every ticket of a sitting or of one of its rooms as one PDF to print; who took them away is recorded. */
export async function exportTickets(
	ctx: Context,
	input: { sittingId: string; roomId?: string | undefined },
	origin: string
): Promise<Buffer> {
	const { sittingId, roomId } = input;
	authorize(ctx.actor, 'exams.sitting.manage');
	if (!isId(sittingId) || (roomId && !isId(roomId))) throw notFound();
	const tickets = await loadTickets(ctx.db, sittingId, { roomId, most: MOST + 1 });
	if (!tickets.length) throw notFound();
	if (tickets.length > MOST) throw conflict('exams.ticket.many', { most: MOST });
	await withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: 'exams.tickets.export',
			subject: { type: 'sitting', id: sittingId },
			after: { tickets: tickets.length, roomId: roomId ?? null }
		})
	);
	const i18n = await loadTopicI18n(ctx.locale, 'registration');
	return drawTickets(tickets, i18n, { origin, at: ctx.now });
}
