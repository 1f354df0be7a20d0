import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { units } from '../../people/tables.server';
import { actorIdOf } from '../cases/steps.server';
import { findPolicyInForce } from '../queries/policies.server';
import type { CreateCampaign } from '../schema';
import { campaigns } from '../tables.server';

/** Opens a named round of decisions with its deadlines, of a unit and below or of the whole organisation. */
export async function createCampaign(ctx: Context, input: CreateCampaign): Promise<string> {
	authorize(ctx.actor, 'tiers.campaign.manage');
	return withTransaction(ctx, async (tx) => {
		if (!(await findPolicyInForce(tx, input.ladder, input.opensOn))) throw conflict('tiers.policy.none');
		if (input.unitId) {
			const [unit] = await tx.select({ id: units.id }).from(units).where(eq(units.id, input.unitId));
			if (!unit) throw notFound();
		}
		const id = newId(ctx.now);
		await tx
			.insert(campaigns)
			.values({ ...input, id, state: 'open', createdBy: actorIdOf(ctx), createdAt: ctx.now });
		const subject = { type: 'campaign', id };
		await recordAudit(tx, ctx, { action: 'tiers.campaign.create', subject, after: input });
		return id;
	});
}
