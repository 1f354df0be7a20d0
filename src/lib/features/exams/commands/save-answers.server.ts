import { authorize } from '$lib/access/can';
import { readGiven } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import { conflict, forbidden, notFound, Refusal } from '$lib/shared/errors';
import { findAsked } from '../queries/paper.server';
import type { SaveOutcome } from '../saving/judge';
import { saveBatch } from '../saving/save-batch.server';
import type { SaveAnswerForm, SaveAnswers } from '../schema';
import type { SavedReply } from '../types';

/**
 * Saves a batch of answers of one's own attempt: all of them or, when one does not count, none. What counts is decided by
 * `judge`; many at once go through `saverOf`, which does the same for a group. `device`: hash of the asking device's key.
 *
 * No audit: every version of every answer is itself an unchangeable row with its time.
 * No transaction: `saveBatch` holds the one of its group.
 */
export async function saveAnswers(
	ctx: Context,
	{ attemptId, answers, seat = null, age = 0, events = [], away }: SaveAnswers,
	device: string | null = null
): Promise<SavedReply> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'exams.attempt.take', { personId });
	const request = { attemptId, by: { personId }, device, seat, arrived: ctx.now, age, answers, events, away };
	const [outcome] = await saveBatch(ctx.db, [request]);
	return replyOf(outcome!);
}

/** What a save is answered with. Throws the refusal that it met. */
export function replyOf(outcome: SaveOutcome): SavedReply {
	if (outcome.ok) return outcome.reply;
	throw new Refusal(outcome.kind === 'signed_out' ? 'forbidden' : outcome.kind, outcome.code);
}

/**
 * One question's form of a browser without script. There is nobody to show a kept answer to, so an older one is
 * refused in words. Authorises, and needs no audit or transaction, as above.
 */
export async function saveAnswerForm(
	ctx: Context,
	{ attemptId, position, seq, answer, flagged, go, device }: SaveAnswerForm
): Promise<{ go: number }> {
	const asked = await findAsked(ctx, attemptId, position);
	if (!asked) throw notFound();
	const given = readGiven(asked, answer);
	const answers = [{ position, seq, given, flagged }];
	const { kept } = await saveAnswers(ctx, { attemptId, answers }, device);
	if (kept.length) throw conflict('exams.answer.elsewhere');
	return { go };
}
