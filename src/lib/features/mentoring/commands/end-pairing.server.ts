import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { lockPairing, namesOf } from '../load.server';
import type { EndPairing } from '../pairing-schema';
import { dropPlanned } from '../plan.server';
import { pairings } from '../tables.server';

/**
 * HR ends a pairing today, for good, with a reason; the system does when one of the two has left. What was signed
 * stays; sessions up to today may still be logged and answered, those that were planned ahead fall away. Refuses with `mentoring.pairing.ended` when it has ended already.
 */
export async function endPairing(ctx: Context, input: EndPairing): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const pairing = await lockPairing(tx, ctx, input.pairingId);
		authorize(ctx.actor, 'mentoring.pairing.end', {
			personId: pairing.traineeId,
			unitPath: pairing.unitPath
		});
		const endedOn = dateIn(ctx.now);
		const ended = await tx
			.update(pairings)
			.set({
				endedOn,
				endReason: input.reason,
				endNote: input.note ?? null,
				endedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
			})
			.where(and(eq(pairings.id, pairing.id), isNull(pairings.endedOn)))
			.returning({ id: pairings.id });
		if (!ended.length) throw conflict('mentoring.pairing.ended');
		const dropped = await dropPlanned(tx, ctx, pairing.id, 'now');

		const names = await namesOf(tx, [pairing.traineeId, pairing.mentorId]);
		const notice = { href: `/mentoring/${pairing.id}`, cause: `mentoring.pairing.end:${pairing.id}` };
		for (const [personId, otherId] of [
			[pairing.traineeId, pairing.mentorId],
			[pairing.mentorId, pairing.traineeId]
		] as const) {
			const params = { other: names.get(otherId) ?? '', date: endedOn };
			await notify(tx, ctx, { ...notice, personId, kind: 'mentoring.ended', params });
		}
		await recordAudit(tx, ctx, {
			action: 'mentoring.pairing.end',
			subject: { type: 'pairing', id: pairing.id },
			personId: pairing.traineeId,
			before: { endedOn: null },
			after: { endedOn, reason: input.reason, note: input.note ?? null, dropped }
		});
		return { id: pairing.id };
	});
}
