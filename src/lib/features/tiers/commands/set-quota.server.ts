import { and, desc, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { units } from '../../people/tables.server';
import { findPolicyInForce } from '../queries/policies.server';
import type { SetQuota } from '../quotas/schema';
import { unitQuotas } from '../tables.server';

/**
 * Says how many people of a unit and below may stand on a tier, from today or a later day on; without a number there
 * is no limit. Only of tiers that the standard gives a quota at all.
 */
export async function setQuota(ctx: Context, input: SetQuota): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const [unit] = await tx.select().from(units).where(eq(units.id, input.unitId));
		if (!unit) throw notFound();
		authorize(ctx.actor, 'tiers.quota.manage', { unitPath: unit.path });
		const today = dateIn(ctx.now);
		// What was decided rested on the places of its day.
		if (input.validFrom < today) throw invalid('app.form', { validFrom: 'quotas.past' });
		const version = await findPolicyInForce(tx, input.ladder, input.validFrom);
		const tier = version?.policy.tiers.find(({ id }) => id === input.tier);
		if (!tier?.quota) throw invalid('app.form', { tier: 'quotas.none' });
		const { unitId, ladder, places, validFrom } = input;
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`quota:${unitId}:${ladder}:${tier.id}`}))`);
		const [newest] = await tx
			.select()
			.from(unitQuotas)
			.where(and(eq(unitQuotas.unitId, unitId), eq(unitQuotas.ladder, ladder), eq(unitQuotas.tier, tier.id)))
			.orderBy(desc(unitQuotas.recordedAt), desc(unitQuotas.id))
			.limit(1);
		if (newest?.validFrom === validFrom && newest.places === places) throw conflict('quotas.same');
		const quota = { unitId, ladder, tier: tier.id, places, validFrom };
		const id = newId(ctx.now);
		await tx.insert(unitQuotas).values({
			...{ ...quota, id, recordedAt: ctx.now },
			recordedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.quota.set',
			subject: { type: 'quota', id },
			before: newest && { places: newest.places, validFrom: newest.validFrom },
			after: quota
		});
		return { id };
	});
}
