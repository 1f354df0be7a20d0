import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { disengageEntry } from './agenda.server';
import { addSignature } from './chain.server';
import { lockEntry, signerIs } from './load.server';
import { findPersonalNumber } from './privacy';
import { isSentence, mayAnswer } from './rules';

interface Answer {
	entryId: string;
	act: 'countersign' | 'dispute';
	words: string;
}

/**
 * The trainee's one signature under an entry, whichever it is. Two at once: the lock on the pairing lets one
 * through, the other is told that the entry is answered.
 */
export async function answerEntry(ctx: Context, { entryId, act, words }: Answer): Promise<{ id: string }> {
	try {
		return await withTransaction(ctx, async (tx) => {
			const { pairing, entry, state } = await lockEntry(tx, ctx, entryId);
			authorize(ctx.actor, 'mentoring.entry.countersign', {
				personId: pairing.traineeId,
				unitPath: pairing.unitPath
			});
			const signerId = signerIs(ctx, pairing.traineeId);
			const allowed = mayAnswer(state);
			if (!allowed.ok) throw conflict(allowed.code);
			const field = act === 'countersign' ? 'reflection' : 'reason';
			if (act === 'countersign' && !isSentence(words)) {
				throw invalid('mentoring.reflection.short', { [field]: 'mentoring.reflection.short' });
			}
			const number = findPersonalNumber(words);
			if (number) throw invalid(number, { [field]: number });

			const { contentHash } = entry;
			const signature = await addSignature(tx, ctx, {
				pairingId: pairing.id,
				entryId,
				contentHash,
				signerId,
				act,
				words
			});
			if (act === 'dispute') await disengageEntry(tx, entryId);
			await notify(tx, ctx, {
				personId: pairing.mentorId,
				kind: act === 'countersign' ? 'mentoring.countersigned' : 'mentoring.disputed',
				params: { trainee: pairing.traineeName, date: entry.occurredOn, minutes: entry.minutes },
				href: `/mentoring/entries/${entryId}`,
				cause: `mentoring.entry.${act}:${entryId}`
			});
			await recordAudit(tx, ctx, {
				action: `mentoring.entry.${act}`,
				subject: { type: 'shadowingEntry', id: entryId },
				personId: pairing.traineeId,
				after: { pairingId: pairing.id, minutes: entry.minutes, hash: signature.hash }
			});
			return { id: entryId };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'shadowing_signatures_once') throw conflict('mentoring.entry.answered');
		throw error;
	}
}
