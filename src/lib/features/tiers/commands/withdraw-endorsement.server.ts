import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { WithdrawEndorsement } from '../endorsements/schema';
import { newestWord } from '../endorsements/subject.server';
import { findPolicyInForce } from '../queries/policies.server';
import { endorsements } from '../tables.server';

/**
 * Takes one's word for a person back from today on: a row of its own, with the reason. No authorisation: only whoever
 * gave it can, in whatever role they stand now.
 */
export async function withdrawEndorsement(ctx: Context, input: WithdrawEndorsement): Promise<void> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden();
	await withTransaction(ctx, async (tx) => {
		const [given] = await tx.select().from(endorsements).where(eq(endorsements.id, input.endorsementId));
		if (!given) throw notFound();
		if (given.endorsedBy !== actor.personId) throw forbidden();
		const newest = await newestWord(tx, given);
		if (!newest || newest.withdrawn || newest.id !== given.id) throw conflict('endorsements.withdrawn');
		const { personId, ladder, tier, role, endorsedBy } = given;
		const id = newId(ctx.now);
		await tx.insert(endorsements).values({
			...{ id, personId, ladder, tier, role, endorsedBy, words: input.words },
			...{ endorsedOn: dateIn(ctx.now), withdrawn: true, recordedAt: ctx.now }
		});
		const version = await findPolicyInForce(tx, ladder, dateIn(ctx.now));
		await notify(tx, ctx, {
			personId,
			kind: 'endorsements.withdrawn',
			params: { by: actor.name, tier: version?.policy.tiers.find((one) => one.id === tier)?.name ?? tier },
			href: `/endorsements/${personId}`,
			cause: `tiers.endorsement.withdraw:${id}`
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.endorsement.withdraw',
			subject: { type: 'endorsement', id: given.id },
			personId,
			before: { ladder, tier, role, words: given.words },
			after: { withdrawn: true, words: input.words }
		});
	});
}
