import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify, notifyMany } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { holdAttempt, newestHold } from '../release/holds.server';
import type { RaiseHold } from '../release/schema';
import { resultHolds } from '../tables.server';

/**
 * Withholds one result while a suspicion is looked into; somebody else decides it, who is told. After the release the
 * result stays to be seen and its candidate is told, but no certificate rests on it meanwhile.
 */
export async function raiseHold(ctx: Context, input: RaiseHold): Promise<{ id: string; sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const { attemptId, reason } = input;
		const { sitting, personId, unitPath, name } = await holdAttempt(tx, attemptId);
		authorize(ctx.actor, 'exams.hold.raise', { personId, unitPath, parties: { candidate: personId } });
		if (ctx.actor.kind !== 'person') throw forbidden();
		const before = await newestHold(tx, attemptId);
		if (before && !before.decidedAt) throw conflict('exams.hold.twice');
		if (before?.decision === 'annulled') throw conflict('exams.hold.annulled');
		const raisedBy = ctx.actor.personId;
		const id = newId(ctx.now);
		await tx.insert(resultHolds).values({ ...{ id, attemptId, reason, raisedBy }, raisedAt: ctx.now });
		const params = { exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn } };
		if (sitting.releasedAt)
			await notify(tx, ctx, {
				...{ personId, params, kind: 'exams.questioned', href: `/exams/${sitting.id}/result` },
				cause: `exams.questioned:${id}`
			});
		const parties = { candidate: personId, raiser: raisedBy };
		const deciders = await holdersOf(tx, 'exams.hold.decide', dateIn(ctx.now), [
			{ personId, unitPath, parties }
		]);
		await notifyMany(
			tx,
			ctx,
			deciders.map((one) => ({
				...{ personId: one, kind: 'exams.hold', params: { ...params, name } },
				...{ href: `/staff/sittings/${sitting.id}/holds/${attemptId}`, cause: `exams.hold:${id}` }
			}))
		);
		await recordAudit(tx, ctx, {
			action: 'exams.hold.raise',
			subject: { type: 'attempt', id: attemptId },
			...{ personId, after: { reason, released: sitting.releasedAt !== null } }
		});
		return { id, sittingId: sitting.id };
	});
}
