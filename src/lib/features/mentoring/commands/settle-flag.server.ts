import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { lockEntry } from '../load.server';
import { balanceMentorCredit } from '../mentor-credit.server';
import type { SettleFlag } from '../schema';
import { shadowingFlags } from '../tables.server';

/**
 * HR says, once and with a reason, whether what a rule found is nothing (`cleared`) or stands: then the session's
 * minutes do not count. What nobody answered is settled with its entry (`settleShadowing`).
 */
export async function settleFlag(ctx: Context, input: SettleFlag): Promise<{ id: string; entryId: string }> {
	const { flagId, cleared, note } = input;
	return withTransaction(ctx, async (tx) => {
		const [flag] = isId(flagId)
			? await tx.select().from(shadowingFlags).where(eq(shadowingFlags.id, flagId))
			: [];
		if (!flag) throw notFound();
		const { pairing, entry } = await lockEntry(tx, ctx, flag.entryId);
		authorize(ctx.actor, 'mentoring.entry.settle', {
			unitPath: pairing.unitPath,
			parties: { trainee: pairing.traineeId, mentor: pairing.mentorId }
		});
		if (ctx.actor.kind !== 'person') throw forbidden();
		if (flag.kind === 'unanswered') throw conflict('mentoring.flag.entry');
		const settled = await tx
			.update(shadowingFlags)
			.set({ settledBy: ctx.actor.personId, settledAt: ctx.now, cleared, note })
			.where(and(eq(shadowingFlags.id, flagId), isNull(shadowingFlags.settledAt)))
			.returning({ id: shadowingFlags.id });
		if (!settled.length) throw conflict('mentoring.flag.settled');
		await balanceMentorCredit(tx, ctx, entry.id);
		for (const personId of [pairing.traineeId, pairing.mentorId]) {
			await notify(tx, ctx, {
				personId,
				kind: cleared ? 'mentoring.flag.cleared' : 'mentoring.flag.upheld',
				params: { date: entry.occurredOn, minutes: entry.minutes, reason: note },
				href: `/mentoring/entries/${entry.id}`,
				cause: `mentoring.flag.settle:${flagId}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'mentoring.flag.settle',
			subject: { type: 'shadowingFlag', id: flagId },
			personId: pairing.traineeId,
			after: { entryId: entry.id, kind: flag.kind, cleared, note }
		});
		return { id: flagId, entryId: entry.id };
	});
}
