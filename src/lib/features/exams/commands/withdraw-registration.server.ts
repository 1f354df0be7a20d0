import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { clearEngagements } from '$lib/features/agenda/index.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { auditMovedUp, fillPlaces, holdSitting } from '../places.server';
import { decideWithdrawal } from '../rules';
import type { WithdrawRegistration } from '../schema';
import { attempts, registrations } from '../tables.server';

/**
 * Takes the signed-in person's registration back, until registration closes and unless they have started. Their place goes
 * to who has waited longest.
 */
export async function withdrawRegistration(ctx: Context, input: WithdrawRegistration): Promise<void> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	await withTransaction(ctx, async (tx) => {
		const sitting = await holdSitting(tx, input.sittingId);
		const mine = and(
			eq(registrations.sittingId, input.sittingId),
			eq(registrations.personId, personId),
			isNull(registrations.withdrawnAt)
		);
		// Starting an attempt locks the same row: one of the two comes first.
		const [registration] = await tx.select().from(registrations).where(mine).for('update');
		if (!registration) throw notFound();
		authorize(ctx.actor, 'exams.sitting.register', { personId });
		const [attempt] = await tx
			.select({ id: attempts.id })
			.from(attempts)
			.where(and(eq(attempts.sittingId, input.sittingId), eq(attempts.personId, personId)));
		const decision = decideWithdrawal({ sitting, started: Boolean(attempt), now: ctx.now });
		if (!decision.ok) throw conflict(decision.code);
		const withdrawn = await tx
			.update(registrations)
			.set({ withdrawnAt: ctx.now, waitingSince: null, roomId: null, chair: null })
			.where(mine)
			.returning({ id: registrations.id });
		if (!withdrawn.length) throw notFound();
		await clearEngagements(tx, { type: 'sitting', id: input.sittingId }, personId);
		const moved = await fillPlaces(tx, ctx, sitting);
		await auditMovedUp(tx, ctx, sitting.id, moved);
		await recordAudit(tx, ctx, {
			action: 'exams.registration.withdraw',
			subject: { type: 'sitting', id: input.sittingId },
			personId,
			before: { ticket: registration.ticket }
		});
	});
}
