import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { requirementOf } from '../queries/requirements.server';
import { decideRequirement } from '../rules';
import type { SetRequirement } from '../schema';
import { creditRequirements } from '../tables.server';

/** Says how much everybody on a ladder has to learn in a year; what was said before for that year stays on record. */
export async function setRequirement(ctx: Context, input: SetRequirement): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'credit.requirement.set');
		const decision = decideRequirement(input, dateIn(ctx.now));
		if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);
		const before = await requirementOf(tx, input.year);
		const id = newId(ctx.now);
		await tx.insert(creditRequirements).values({
			...{ ...input, id, setAt: ctx.now },
			setBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		});
		await recordAudit(tx, ctx, {
			action: 'credit.requirement.set',
			subject: { type: 'creditRequirement', id },
			before: before ?? undefined,
			after: input
		});
	});
}
