import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { addSteps } from '../cases/steps.server';
import type { ObjectToNotice } from '../schema';
import { holdersOver, loadDecision } from '../subject.server';
import { inquiries } from '../tables.server';

/**
 * Anybody but the person concerned objects to a case in public notice (公示), with words; a person answers it. Who
 * objected is known only to those who may answer. Until it is answered the case does not take effect.
 */
export async function objectToNotice(ctx: Context, input: ObjectToNotice): Promise<string> {
	return withTransaction(ctx, async (tx) => {
		const { decision, person, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		if (!decision.noticeTo) throw notFound();
		authorize(ctx.actor, 'tiers.notice.object', subject);
		if (ctx.actor.kind !== 'person') throw forbidden();
		const today = dateIn(ctx.now);
		if (decision.state !== 'notice' || today > decision.noticeTo) throw conflict('cases.notice.over');
		const raisedBy = ctx.actor.personId;
		const [before] = await tx
			.select({ id: inquiries.id })
			.from(inquiries)
			.where(
				and(
					eq(inquiries.decisionId, decision.id),
					eq(inquiries.round, decision.round),
					eq(inquiries.raisedBy, raisedBy),
					isNull(inquiries.answeredAt)
				)
			);
		if (before) throw conflict('cases.notice.waiting');
		const id = newId(ctx.now);
		await tx.insert(inquiries).values({
			...{ id, kind: 'objection', personId: person.id, ladder: decision.ladder },
			...{ decisionId: decision.id, round: decision.round },
			...{ raisedBy, raisedAt: ctx.now, words: input.words }
		});
		// The step names nobody: the timeline is read by more people than may know who objected.
		await addSteps(tx, ctx, decision.id, [{ kind: 'object', bySystem: true }]);
		const answerers = [
			...(await holdersOver(tx, 'hrApprover', [person.unitPath], today)),
			...(await holdersOver(tx, 'hrOfficer', [person.unitPath], today))
		];
		for (const answerer of new Set(answerers)) {
			if ([raisedBy, person.id, decision.proposedBy].includes(answerer)) continue;
			await notify(tx, ctx, {
				personId: answerer,
				kind: 'cases.objected',
				params: { name: person.name },
				href: `/staff/inquiries/${id}`,
				cause: `tiers.notice.object:${id}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'tiers.notice.object',
			subject: { type: 'decision', id: decision.id },
			personId: person.id,
			after: { inquiry: id, round: decision.round }
		});
		return id;
	});
}
