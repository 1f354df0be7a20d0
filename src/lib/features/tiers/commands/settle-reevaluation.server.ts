import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import type { SettleReevaluation } from '../reevaluation-schema';
import { reevaluations } from '../tables.server';

/**
 * Says what follows from a decision that would read otherwise today. The decision stays as it is: whatever should
 * change is a case of its own. Nobody settles what concerns themselves.
 */
export async function settleReevaluation(ctx: Context, input: SettleReevaluation): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [found] = await tx.select().from(reevaluations).where(eq(reevaluations.id, input.reevaluationId));
		if (!found) throw notFound();
		const { id, personId, decisionId, held, holds } = found;
		const { unitPath } = await getPersonSubject(tx, personId);
		const subject = { personId, unitPath, parties: { person: personId } };
		authorize(ctx.actor, 'tiers.reevaluation.settle', subject);
		const settledBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const settled = await tx
			.update(reevaluations)
			.set({ settledBy, settledAt: ctx.now, note: input.note })
			.where(and(eq(reevaluations.id, id), isNull(reevaluations.settledAt)))
			.returning({ id: reevaluations.id });
		if (!settled.length) throw conflict('tiers.reevaluation.settled');
		await recordAudit(tx, ctx, {
			action: 'tiers.reevaluation.settle',
			subject: { type: 'reevaluation', id },
			personId,
			after: { decisionId, held, holds, note: input.note }
		});
	});
}
