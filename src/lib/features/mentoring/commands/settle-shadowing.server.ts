import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden } from '$lib/shared/errors';
import { engageEntry } from '../agenda.server';
import { addSignature } from '../chain.server';
import { lockEntry } from '../load.server';
import { balanceMentorCredit } from '../mentor-credit.server';
import { maySettle } from '../rules';
import type { SettleShadowing } from '../schema';
import { clearUnanswered } from '../flag.server';

/**
 * HR says whether a disputed entry, or one that nobody answered in time, counts, and why: a signature in the pairing's
 * chain after those of both sides, whose words stay. Never by either of the two.
 */
export async function settleShadowing(ctx: Context, input: SettleShadowing): Promise<{ id: string }> {
	const { entryId, counted, reason } = input;
	try {
		return await withTransaction(ctx, async (tx) => {
			const { pairing, entry, state } = await lockEntry(tx, ctx, entryId);
			authorize(ctx.actor, 'mentoring.entry.settle', {
				unitPath: pairing.unitPath,
				parties: { trainee: pairing.traineeId, mentor: pairing.mentorId }
			});
			if (ctx.actor.kind !== 'person') throw forbidden();
			const allowed = maySettle(state);
			if (!allowed.ok) throw conflict(allowed.code);

			const signature = await addSignature(tx, ctx, {
				...{ pairingId: pairing.id, entryId, contentHash: entry.contentHash },
				...{ signerId: ctx.actor.personId, act: 'settle', words: reason },
				detail: { counted }
			});
			if (state === 'lapsed') await clearUnanswered(tx, ctx, entryId, { cleared: counted, note: reason });
			// What was disputed left both agendas; it happened after all.
			if (state === 'disputed' && counted) await engageEntry(tx, ctx, pairing, entry);
			await balanceMentorCredit(tx, ctx, entryId);
			for (const personId of [pairing.traineeId, pairing.mentorId]) {
				await notify(tx, ctx, {
					personId,
					kind: counted ? 'mentoring.settled.counted' : 'mentoring.settled.not_counted',
					params: { date: entry.occurredOn, minutes: entry.minutes, reason },
					href: `/mentoring/entries/${entryId}`,
					cause: `mentoring.entry.settle:${entryId}`
				});
			}
			await recordAudit(tx, ctx, {
				action: 'mentoring.entry.settle',
				subject: { type: 'shadowingEntry', id: entryId },
				personId: pairing.traineeId,
				before: { state },
				after: { pairingId: pairing.id, counted, minutes: entry.minutes, hash: signature.hash }
			});
			return { id: entryId };
		});
	} catch (error) {
		if (/^shadowing_signatures_(once|settled_once)$/.test(brokenConstraint(error) ?? '')) {
			throw conflict('mentoring.entry.settled');
		}
		throw error;
	}
}
