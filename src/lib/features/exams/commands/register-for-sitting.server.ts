import { and, count, eq, isNotNull } from 'drizzle-orm';
import { authorize, mayAnywhere } from '$lib/access/can';
import { engage } from '$lib/features/agenda/index.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { decideRegistration } from '../rules';
import type { RegisterForSitting } from '../schema';
import { engagementOf } from '../agenda.server';
import { registrations, sittings } from '../tables.server';

/**
 * Registers the signed-in person for a sitting, once, while registration is open. Tickets number the candidates of
 * a sitting: `2604-0183` is the 183rd of a sitting in April 2026. Who withdrew gets the same ticket again.
 */
export async function registerForSitting(
	ctx: Context,
	input: RegisterForSitting
): Promise<{ ticket: string }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	return withTransaction(ctx, async (tx) => {
		// Registrations of a sitting queue here, so that tickets have no gaps and nobody gets two.
		const [sitting] = await tx
			.select()
			.from(sittings)
			.where(eq(sittings.id, input.sittingId))
			.for('no key update');
		if (!sitting) throw notFound();
		authorize(ctx.actor, 'exams.sitting.register', { personId });
		const mine = and(eq(registrations.sittingId, sitting.id), eq(registrations.personId, personId));
		const [registration] = await tx.select().from(registrations).where(mine);
		const decision = decideRegistration({
			sitting,
			registration: registration ?? null,
			seesKeys: mayAnywhere(ctx.actor, 'bank.item.read'),
			now: ctx.now
		});
		if (!decision.ok) throw conflict(decision.code);

		const ticket = registration?.ticket ?? ticketOf(sitting.opensAt, await nextSerial());
		if (registration) {
			const renewed = await tx
				.update(registrations)
				.set({ withdrawnAt: null, registeredAt: ctx.now })
				.where(and(mine, isNotNull(registrations.withdrawnAt)))
				.returning({ id: registrations.id });
			if (!renewed.length) throw conflict('exams.register.twice');
		} else {
			const row = { id: newId(ctx.now), sittingId: sitting.id, personId, ticket, registeredAt: ctx.now };
			await tx.insert(registrations).values(row);
		}
		await engage(tx, ctx, { type: 'sitting', id: sitting.id }, [engagementOf(sitting, personId)]);
		await recordAudit(tx, ctx, {
			action: 'exams.sitting.register',
			subject: { type: 'sitting', id: sitting.id },
			personId,
			after: { ticket }
		});
		return { ticket };

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
