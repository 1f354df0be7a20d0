import { and, count, eq, isNotNull } from 'drizzle-orm';
import { authorize, mayAnywhere } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { invigilates } from '../invigilators.server';
import { findPlace, holdSitting, tellAgendas } from '../places.server';
import { holdCandidate, listReasons } from '../reasons.server';
import { decideRegistration } from '../rules';
import { judges } from '../standard/load.server';
import type { RegisterForSitting } from '../schema';
import { registrations } from '../tables.server';

/**
 * Registers the signed-in person for a sitting, once, while registration is open and if they meet what it asks; where it is
 * full they wait. Tickets number the candidates of a sitting: `2604-0183` is the 183rd of a sitting in April 2026. Who
 * withdrew gets the same ticket again.
 */
export async function registerForSitting(
	ctx: Context,
	input: RegisterForSitting
): Promise<{ ticket: string; waiting: boolean }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	return withTransaction(ctx, async (tx) => {
		// Registrations of a sitting queue here: tickets have no gaps, nobody gets two, and no place is given twice.
		const sitting = await holdSitting(tx, input.sittingId);
		authorize(ctx.actor, 'exams.sitting.register', { personId });
		const mine = and(eq(registrations.sittingId, sitting.id), eq(registrations.personId, personId));
		const [registration] = await tx.select().from(registrations).where(mine);
		const decision = decideRegistration({
			sitting,
			registration: registration ?? null,
			seesKeys: mayAnywhere(ctx.actor, 'bank.item.read'),
			invigilates: await invigilates(tx, sitting.id, personId),
			judges: await judges(tx, sitting.id, personId),
			now: ctx.now
		});
		if (!decision.ok) throw conflict(decision.code);
		await holdCandidate(tx, personId);
		const missing = (await listReasons(ctx, tx, sitting, personId)).filter(({ met }) => !met);
		if (missing.length) throw conflict('exams.register.ineligible', { missing: missing.length });

		const { free, seat } = await findPlace(tx, sitting.id);
		const ticket = registration?.ticket ?? ticketOf(sitting.opensAt, await nextSerial());
		const place = {
			waitingSince: free ? null : ctx.now,
			...{ roomId: seat?.roomId ?? null, chair: seat?.chair ?? null }
		};
		if (registration) {
			const renewed = await tx
				.update(registrations)
				.set({ ...place, withdrawnAt: null, registeredAt: ctx.now })
				.where(and(mine, isNotNull(registrations.withdrawnAt)))
				.returning({ id: registrations.id });
			if (!renewed.length) throw conflict('exams.register.twice');
		} else {
			const row = { id: newId(ctx.now), sittingId: sitting.id, personId, ticket, registeredAt: ctx.now };
			await tx.insert(registrations).values({ ...row, ...place });
		}
		// Who waits has no time taken yet.
		await tellAgendas(tx, ctx, sitting, [personId]);
		await recordAudit(tx, ctx, {
			action: 'exams.sitting.register',
			subject: { type: 'sitting', id: sitting.id },
			personId,
			after: { ticket, waiting: !free }
		});
		return { ticket, waiting: !free };

		async function nextSerial() {
			const [row] = await tx
				.select({ n: count() })
				.from(registrations)
				.where(eq(registrations.sittingId, input.sittingId));
			return (row?.n ?? 0) + 1;
		}
	});
}

const ticketOf = (opensAt: Date, serial: number) =>
	`${dateIn(opensAt).slice(2, 7).replace('-', '')}-${String(serial).padStart(4, '0')}`;
