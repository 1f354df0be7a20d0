import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, untilCommit, withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { requireAgreed, sideOf } from '../agreement.server';
import { lockPairing, nameIn } from '../load.server';
import { takePictures } from '../pictures.server';
import type { LogShadowing } from '../schema';
import { findSent } from '../sent.server';
import { checkLog, lookAround, submitEntry } from '../submit.server';

/**
 * Either side logs a shadowing session; submitting it is their signature (domain.md 8, step 4), and it counts once the
 * other has countersigned. The same entry sent again by the same person, by its `deviceId`, is answered with the entry
 * that it was, and nothing is written (`repeated`); with another content or by another it is refused.
 */
export async function logShadowing(
	ctx: Context,
	input: LogShadowing
): Promise<{ id: string; pairingId: string; repeated: boolean }> {
	const { pairingId, pictures = [], ...content } = input;
	const photos = takePictures(pictures);
	try {
		return await withTransaction(ctx, async (tx) => {
			const pairing = await lockPairing(tx, ctx, pairingId);
			const side = sideOf(ctx, pairing);
			// A trainee logs in their own pairing as every person may; a mentor needs the role, and their trainee.
			authorize(ctx.actor, 'mentoring.entry.log', {
				unitPath: pairing.unitPath,
				...(side === 'mentor' ? { mentorIds: [pairing.mentorId] } : { personId: pairing.traineeId })
			});
			await requireAgreed(tx, pairing);
			const around = await lookAround(tx, ctx, pairing, content);
			const sent = around.sent && (await findSent(tx, ctx, pairing.id, content, photos));
			if (sent) return { id: sent, pairingId: pairing.id, repeated: true };
			checkLog(ctx, pairing, content, around);

			const entry = await submitEntry(tx, ctx, pairing, content, around, null, photos);
			const [author, other] =
				side === 'mentor' ? [pairing.mentorId, pairing.traineeId] : [pairing.traineeId, pairing.mentorId];
			const { occurredOn, minutes } = content;
			const told = notify(tx, ctx, {
				personId: other,
				kind: 'mentoring.submitted',
				params: { mentor: nameIn(pairing, author), date: occurredOn, minutes },
				href: `/mentoring/entries/${entry.id}`,
				cause: `mentoring.entry.log:${entry.id}`
			});
			await untilCommit(tx, told);
			await recordAudit(tx, ctx, {
				action: 'mentoring.entry.log',
				subject: { type: 'shadowingEntry', id: entry.id },
				personId: pairing.traineeId,
				after: { pairingId: pairing.id, side, occurredOn, minutes, hash: entry.hash }
			});
			return { id: entry.id, pairingId: pairing.id, repeated: false };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'shadowing_entries_sent_once') throw conflict('mentoring.entry.sent');
		throw error;
	}
}
