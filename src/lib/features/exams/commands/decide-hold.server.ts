import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { emit } from '$lib/server/jobs/events';
import { conflict } from '$lib/shared/errors';
import { noticeOfResult } from '../release/come-out.server';
import { holdAttempt, newestHold } from '../release/holds.server';
import { ANNULLED_RULE } from '../release/rules';
import type { DecideHold } from '../release/schema';
import { takePlace } from '../release/stand.server';
import { attemptResults, resultHolds } from '../tables.server';

/**
 * Decides what a result was withheld for, once, and not by who raised it. Cleared, it is released at once where the others
 * were. Annulled, it counts for nothing: a version that says so takes its place, and the candidate reads why.
 */
export async function decideHold(ctx: Context, input: DecideHold): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { attemptId, decision, reason } = input;
		const { sitting, personId, unitPath } = await holdAttempt(tx, attemptId);
		const hold = await newestHold(tx, attemptId);
		authorize(ctx.actor, 'exams.hold.decide', {
			...{ personId, unitPath },
			parties: { candidate: personId, raiser: hold?.raisedBy }
		});
		if (!hold) throw conflict('exams.hold.none');
		if (hold.decidedAt) throw conflict('exams.hold.decided');
		const old = await getResultRow(tx, attemptId);
		if (decision === 'annulled') {
			if (!old) throw conflict('exams.hold.unmarked');
			const nothing = { earnedHundredths: 0, maxScore: old.maxScore, tenths: 0, passed: false, marks: [] };
			await takePlace(
				tx,
				ctx,
				[{ attempt: { id: attemptId, sittingId: sitting.id }, mark: nothing, old }],
				ANNULLED_RULE
			);
		}
		const decidedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx
			.update(resultHolds)
			.set({ decision, decisionReason: reason, decidedBy, decidedAt: ctx.now })
			.where(eq(resultHolds.id, hold.id));
		if (sitting.releasedAt && old) {
			await tx.update(attemptResults).set({ releasedAt: ctx.now }).where(unknown(attemptId));
			const result = (await getResultRow(tx, attemptId))!;
			// Who read it all along is told that nothing came of it.
			const stays = decision === 'cleared' && old.releasedAt !== null;
			const notice = noticeOfResult(sitting, { id: attemptId, personId, handedInAt: null, result }, false);
			await notify(
				tx,
				ctx,
				stays ? { ...notice, kind: 'exams.cleared', cause: `exams.cleared:${hold.id}` } : notice
			);
			await emit(tx, ctx, 'exams.result.release', { sittingId: sitting.id });
		}
		await recordAudit(tx, ctx, {
			action: decision === 'cleared' ? 'exams.hold.clear' : 'exams.hold.annul',
			subject: { type: 'attempt', id: attemptId },
			personId,
			before: old && { earnedHundredths: old.earnedHundredths, passed: old.passed },
			after: { reason, raisedBy: hold.raisedBy, released: sitting.releasedAt !== null }
		});
		return { sittingId: sitting.id };
	});
}

const standing = (attemptId: string) =>
	and(eq(attemptResults.attemptId, attemptId), isNull(attemptResults.supersededAt));
const unknown = (attemptId: string) => and(standing(attemptId), isNull(attemptResults.releasedAt));

async function getResultRow(tx: Database, attemptId: string) {
	const [row] = await tx.select().from(attemptResults).where(standing(attemptId));
	return row;
}
