import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { and, eq } from 'drizzle-orm';
import { isAgreed } from '../agreement.server';
import { lockPairing, namesOf } from '../load.server';
import { computeReviewState, readReview } from '../review';
import type { SubmitReview } from '../review-schema';
import { rulesOn } from '../rules-in-force.server';
import { mentoringReviews } from '../tables.server';

/**
 * One side's review of the other, once, for good. Neither reads the other's before both are in: the pairing's lock puts
 * two at once into an order, so that both are told exactly once. The audit log says that it was written, not what.
 */
export async function submitReview(ctx: Context, input: SubmitReview): Promise<{ pairingId: string }> {
	const { kind } = input;
	try {
		return await withTransaction(ctx, async (tx) => {
			const pairing = await lockPairing(tx, ctx, input.pairingId);
			const me = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
			const side = me === pairing.mentorId ? 'mentor' : me === pairing.traineeId ? 'trainee' : null;
			if (!me || !side) throw forbidden();
			authorize(ctx.actor, 'mentoring.review.write', { personId: me });
			const today = dateIn(ctx.now);
			const agreed = await isAgreed(tx, pairing);
			const { reviews } = await rulesOn(tx, pairing.startsOn);
			const state = computeReviewState(kind, { ...pairing, agreed }, reviews.midtermAfterShare, today);
			if (state !== 'open') throw conflict(state === 'later' ? 'reviews.later' : 'reviews.closed');
			const read = readReview(side, input);
			if (!read.ok) throw invalid('reviews.incomplete', read.fields);

			const id = newId(ctx.now);
			await tx.insert(mentoringReviews).values({
				...{ id, pairingId: pairing.id, kind, reviewerId: me, submittedAt: ctx.now },
				...read.content
			});
			const written = await tx
				.select({ id: mentoringReviews.id })
				.from(mentoringReviews)
				.where(and(eq(mentoringReviews.pairingId, pairing.id), eq(mentoringReviews.kind, kind)));
			const names = await namesOf(tx, [pairing.mentorId, pairing.traineeId]);
			const other = side === 'mentor' ? pairing.traineeId : pairing.mentorId;
			const both = written.length === 2;
			const href = `/mentoring/${pairing.id}/reviews/${kind}`;
			for (const personId of both ? [me, other] : [other]) {
				await notify(tx, ctx, {
					...{ personId, href, kind: `mentoring.review.${kind}.${both ? 'both' : 'other'}` },
					params: { other: names.get(personId === me ? other : me) ?? '' },
					cause: `mentoring.review.${both ? 'both' : 'other'}:${pairing.id}:${kind}`
				});
			}
			await recordAudit(tx, ctx, {
				action: 'mentoring.review.write',
				subject: { type: 'mentoringReview', id },
				personId: pairing.traineeId,
				after: { pairingId: pairing.id, kind, side }
			});
			return { pairingId: pairing.id };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'mentoring_reviews_once') throw conflict('reviews.written');
		throw error;
	}
}
