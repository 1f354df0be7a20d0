import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { namePapers } from '../questions.server';
import type { CreateSitting } from '../schema';
import { columnsOfPlan } from '../settings.server';
import { sittings } from '../tables.server';

/**
 * Announces a sitting: for which grade, by which blueprint, when to register and when to sit. Refused when the
 * bank's ready items cannot fill a cell of the blueprint, which the refusal names, or the papers that it names are not sealed.
 */
export async function createSitting(ctx: Context, input: CreateSitting): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'exams.sitting.manage');
		const { paperIds, columns } = await columnsOfPlan(tx, input, ctx.now);
		const id = newId(ctx.now);
		const createdBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx.insert(sittings).values({ ...columns, id, createdBy, createdAt: ctx.now });
		await namePapers(tx, id, paperIds);
		await recordAudit(tx, ctx, {
			action: 'exams.sitting.manage',
			subject: { type: 'sitting', id },
			after: { ...columns, paperIds }
		});
		return { id };
	});
}
