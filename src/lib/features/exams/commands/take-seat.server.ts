import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import type { Origin } from '$lib/server/http/device';
import { conflict, notFound } from '$lib/shared/errors';
import { isId, newId } from '$lib/shared/ids';
import { clockOf, columnsOf, holdAttempts, moveAttempt } from '../attempt-clock.server';
import { move, msLeft, stateOf } from '../clock';
import { decideEntry } from '../entry.server';
import { findDoor } from '../queries/door.server';
import { listNewestAnswers } from '../queries/newest-answers.server';
import { rulesOf } from '../room-rules';
import type { TakeSeat } from '../schema';
import { attempts, sittingEvents } from '../tables.server';
import type { AnswerState } from '../types';

export interface Seated {
	seat: number;
	msLeft: number;
	paused: boolean;
	answers: AnswerState[];
}

/**
 * A window takes the seat of its candidate's attempt: from now on only it can save, and the one before is told so. Another
 * device may only where an invigilator has freed the seat or the sitting lets candidates; being refused is recorded. What was
 * acknowledged comes along.
 *
 * No audit: the sitting's own record keeps it.
 */
export async function takeSeat(ctx: Context, input: TakeSeat, origin: Origin): Promise<Seated> {
	if (!isId(input.attemptId)) throw notFound();
	const taken = await withTransaction(ctx, async (tx) => {
		const [attempt] = await holdAttempts(tx, eq(attempts.id, input.attemptId));
		if (!attempt) throw notFound();
		authorize(ctx.actor, 'exams.attempt.take', attempt);
		const now = ctx.now.getTime();
		const decision = move(clockOf(attempt), 'takeSeat', now);
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const { room, rules } = await findDoor(tx, attempt);
		const entry = decideEntry(rulesOf(rules), room, origin, null);
		if (!entry.ok) throw conflict(entry.code, entry.params);
		const isSame = attempt.device === null || attempt.device === origin.device;
		const isLet = attempt.deviceFreedAt !== null || rulesOf(rules).takeOver === 'self';
		const isTaken = isSame || isLet;
		const seat = attempt.seat + 1;
		const { address, agent } = origin;
		await tx.insert(sittingEvents).values({
			...{ id: newId(ctx.now), sittingId: attempt.sittingId, attemptId: attempt.id, at: ctx.now },
			kind: isTaken ? 'seat' : 'seatRefused',
			data: { seat, moved: !isSame, address, agent: agent.slice(0, 300) }
		});
		if (!isTaken) return null;
		const change = { ...columnsOf(decision), seat, device: origin.device, deviceFreedAt: null };
		await moveAttempt(tx, attempt, change);
		const answers = await listNewestAnswers(tx, attempt.id);
		return {
			...{ seat, msLeft: msLeft(decision, now), paused: stateOf(decision, now) === 'paused' },
			answers: answers.map(({ savedAt: _savedAt, ...answer }) => answer)
		};
	});
	if (!taken) throw conflict('exams.seat.held');
	return taken;
}
