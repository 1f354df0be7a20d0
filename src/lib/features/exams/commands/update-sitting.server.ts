import { and, eq, gt } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { demandPapers, namePapers } from '../questions.server';
import { decideUpdate, faultsOfPlan } from '../rules';
import type { UpdateSitting } from '../schema';
import { sittings } from '../tables.server';

/** Changes a sitting that nobody can have registered for yet. */
export async function updateSitting(ctx: Context, input: UpdateSitting): Promise<{ id: string }> {
	const { sittingId, paperIds = [], ...plan } = input;
	return withTransaction(ctx, async (tx) => {
		const [before] = await tx.select().from(sittings).where(eq(sittings.id, sittingId)).for('no key update');
		if (!before) throw notFound();
		authorize(ctx.actor, 'exams.sitting.manage');
		const decision = decideUpdate(before, ctx.now);
		if (!decision.ok) throw conflict(decision.code);
		const faults = faultsOfPlan(plan, ctx.now);
		if (Object.keys(faults).length) throw invalid('app.form', faults);
		await demandPapers(tx, plan.blueprintId, paperIds);
		const updated = await tx
			.update(sittings)
			.set(plan)
			.where(and(eq(sittings.id, sittingId), gt(sittings.registrationOpensAt, ctx.now)))
			.returning({ id: sittings.id });
		if (!updated.length) throw conflict('exams.sitting.settled');
		await namePapers(tx, sittingId, paperIds);
		await recordAudit(tx, ctx, {
			action: 'exams.sitting.manage',
			subject: { type: 'sitting', id: sittingId },
			before,
			after: { ...plan, paperIds }
		});
		return { id: sittingId };
	});
}
