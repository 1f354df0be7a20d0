import { authorize } from '$lib/access/can';
import { loadTopicI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { drawTickets } from './draw-tickets.server';
import { loadTickets } from './ticket.server';

/** The signed-in candidate's own ticket in their language; who has no place has none. */
export async function renderOwnTicket(
	ctx: Context,
	sittingId: string,
	origin: string
): Promise<{ name: string; bytes: Buffer }> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'exams.sitting.register', { personId });
	if (!isId(sittingId)) throw notFound();
	const tickets = await loadTickets(ctx.db, sittingId, { personId, most: 1 });
	if (!tickets[0]) throw notFound();
	const i18n = await loadTopicI18n(ctx.locale, 'registration');
	const bytes = await drawTickets(tickets, i18n, { origin, at: ctx.now });
	return { name: `${tickets[0].number}.pdf`, bytes };
}
