import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid } from '$lib/shared/errors';
import { disengageEntry } from './agenda.server';
import { addSignature } from './chain.server';
import { raiseFlagsLater } from './plausibility.server';
import { authorOf, lockEntry, nameIn, signerIs } from './load.server';
import { balanceMentorCredit } from './mentor-credit.server';
import { findPersonalNumber } from './privacy';
import { answerBy, isSentence, mayAnswer } from './rules';
import { rulesOn } from './rules-in-force.server';
import type { Rubric } from './vocabulary';

interface Answer {
	entryId: string;
	act: 'countersign' | 'dispute';
	words: string;
	/** What the mentor observed, in countersigning what the trainee wrote. */
	rubric?: Rubric;
}

/**
 * The one signature of the side that did not write an entry, whichever it is; also after the pairing's end. Two at
 * once: the lock on the pairing lets one through, the other is told that the entry is answered.
 */
export async function answerEntry(ctx: Context, answer: Answer): Promise<{ id: string }> {
	const { entryId, act, words } = answer;
	try {
		return await withTransaction(ctx, async (tx) => {
			const { pairing, entry, state } = await lockEntry(tx, ctx, entryId);
			const authorId = await authorOf(tx, entryId);
			const byTrainee = authorId === pairing.mentorId;
			const signerId = byTrainee ? pairing.traineeId : pairing.mentorId;
			// The matter of whoever has to sign, as everybody may about themselves; nobody signs for another.
			authorize(ctx.actor, 'mentoring.entry.countersign', { personId: signerId, unitPath: pairing.unitPath });
			signerIs(ctx, signerId);
			const submittedOn = dateIn(entry.createdAt);
			const until = answerBy(submittedOn, await rulesOn(tx, submittedOn));
			const allowed = mayAnswer(state, { today: dateIn(ctx.now), answerBy: until });
			if (!allowed.ok) throw conflict(allowed.code, allowed.params);
			checkWords(answer, byTrainee);

			const observed = !byTrainee && act === 'countersign';
			const signature = await addSignature(tx, ctx, {
				pairingId: pairing.id,
				entryId,
				contentHash: entry.contentHash,
				signerId,
				act,
				words,
				...(observed && { detail: { rubric: answer.rubric } })
			});
			if (act === 'dispute') await disengageEntry(tx, entryId);
			else await raiseFlagsLater(tx, ctx, pairing, entry);
			await balanceMentorCredit(tx, ctx, entryId);
			await notify(tx, ctx, {
				personId: authorId,
				kind: act === 'countersign' ? 'mentoring.countersigned' : 'mentoring.disputed',
				params: {
					trainee: nameIn(pairing, signerId),
					date: entry.occurredOn,
					minutes: entry.minutes
				},
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
		if (/^shadowing_signatures_(once|answered_once)$/.test(brokenConstraint(error) ?? '')) {
			throw conflict('mentoring.entry.answered');
		}
		throw error;
	}
}

/** A trainee who countersigns reflects, a mentor who does says what they observed; a dispute gives its reason. */
function checkWords({ act, words, rubric = {} }: Answer, byTrainee: boolean): void {
	const field = act === 'countersign' ? 'reflection' : 'reason';
	if (act === 'countersign' && byTrainee && !isSentence(words)) {
		throw invalid('mentoring.reflection.short', { [field]: 'mentoring.reflection.short' });
	}
	if (act === 'countersign' && !byTrainee && !Object.keys(rubric).length) {
		throw invalid('mentoring.rubric.required', { rubric: 'mentoring.rubric.required' });
	}
	if (act === 'dispute' && !words) throw invalid('app.field.required', { [field]: 'app.field.required' });
	const number = findPersonalNumber(words);
	if (number) throw invalid(number, { [field]: number });
}
