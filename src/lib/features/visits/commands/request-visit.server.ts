import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { forbidden, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { keepInAgendas } from '../agenda.server';
import { decidePlan, inOrder } from '../rules';
import type { RequestVisit } from '../schema';
import { studyVisits, visitMembers } from '../tables.server';

/** Asks for a study visit of one's own, with its programme. Refused when it begins in the past. Returns its id. */
export async function requestVisit(ctx: Context, input: RequestVisit): Promise<{ id: string }> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	return withTransaction(ctx, async (tx) => {
		const { unitPath, unitId } = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'visits.visit.request', { personId, unitPath });
		const decision = decidePlan(input, dateIn(ctx.now));
		if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);
		const id = newId(ctx.now);
		const visit = { ...input, id, programme: inOrder(input.programme) };
		await tx.insert(studyVisits).values({
			...visit,
			...{ origin: 'requested', unitId, state: 'requested', revision: 1 },
			...{ createdBy: personId, createdAt: ctx.now }
		});
		await tx.insert(visitMembers).values({ visitId: id, personId, addedBy: personId, addedAt: ctx.now });
		await keepInAgendas(tx, ctx, visit, [personId], true);
		await recordAudit(tx, ctx, {
			action: 'visits.visit.request',
			subject: { type: 'studyVisit', id },
			personId,
			after: input
		});
		return { id };
	});
}
