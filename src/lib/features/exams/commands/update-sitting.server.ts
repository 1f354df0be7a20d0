import { and, eq, gt } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { namePapers } from '../questions.server';
import { decideUpdate } from '../rules';
import type { UpdateSitting } from '../schema';
import { columnsOfPlan } from '../settings.server';
import { sittings } from '../tables.server';

/** Changes a sitting that nobody can have registered for yet. */
export async function updateSitting(ctx: Context, input: UpdateSitting): Promise<{ id: string }> {
	const { sittingId, ...plan } = input;
	return withTransaction(ctx, async (tx) => {
		const [before] = await tx.select().from(sittings).where(eq(sittings.id, sittingId)).for('no key update');
		if (!before) throw notFound();
		authorize(ctx.actor, 'exams.sitting.manage');
		const decision = decideUpdate(before, ctx.now);
		if (!decision.ok) throw conflict(decision.code);
		const { paperIds, columns } = await columnsOfPlan(tx, plan, ctx.now);
		const updated = await tx
			.update(sittings)
			.set(columns)
			.where(and(eq(sittings.id, sittingId), gt(sittings.registrationOpensAt, ctx.now)))
			.returning({ id: sittings.id });
		if (!updated.length) throw conflict('exams.sitting.settled');
		await namePapers(tx, sittingId, paperIds);
		await recordAudit(tx, ctx, {
			action: 'exams.sitting.manage',
			subject: { type: 'sitting', id: sittingId },
			before,
			after: { ...columns, paperIds }
		});
		return { id: sittingId };
	});
}
