import { eq } from 'drizzle-orm';
import { authorizeAnywhere } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { namedPeople } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { forbidden, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { commonPath } from '$lib/shared/unit-paths';
import { units } from '../../people/tables.server';
import { keepInAgendas } from '../agenda.server';
import { decidePlan, inOrder } from '../rules';
import type { AssignVisit } from '../schema';
import { studyVisits, visitMembers } from '../tables.server';

/**
 * An officer sends people on a study visit, which needs no further approval, and they are told. Everybody must be one
 * whose visits the officer manages, and not the officer. Returns its id.
 */
export async function assignVisit(ctx: Context, { people, ...input }: AssignVisit): Promise<{ id: string }> {
	authorizeAnywhere(ctx.actor, 'visits.visit.manage');
	if (ctx.actor.kind !== 'person') throw forbidden();
	const officerId = ctx.actor.personId;
	return withTransaction(ctx, async (tx) => {
		const named = await namedPeople({ ...ctx, db: tx }, 'visits.visit.manage', people);
		const members = people.map((number) => {
			const { person, problem } = named(number);
			if (!person) throw new Refusal('invalid', 'visits.visit.person', { number }, { people: problem.code });
			return person;
		});
		const decision = decidePlan(input, dateIn(ctx.now));
		if (!decision.ok) throw new Refusal('invalid', decision.code, decision.params);
		const [unit] = await tx
			.select({ id: units.id })
			.from(units)
			.where(eq(units.path, commonPath(members.map(({ unitPath }) => unitPath))));
		// All units lie below one; people of two trees of an organisation cannot be sent together.
		if (!unit) throw new Refusal('invalid', 'visits.visit.unit');
		const id = newId(ctx.now);
		const visit = { ...input, id, programme: inOrder(input.programme) };
		await tx.insert(studyVisits).values({
			...visit,
			...{ origin: 'assigned', unitId: unit.id, state: 'approved', revision: 1 },
			...{ createdBy: officerId, createdAt: ctx.now, decidedBy: officerId, decidedAt: ctx.now }
		});
		const ids = members.map((member) => member.id);
		await tx
			.insert(visitMembers)
			.values(ids.map((personId) => ({ visitId: id, personId, addedBy: officerId, addedAt: ctx.now })));
		await keepInAgendas(tx, ctx, visit, ids, false);
		for (const personId of ids) {
			await notify(tx, ctx, {
				...{ personId, kind: 'visits.assigned', params: { title: input.title, on: input.startsOn } },
				...{ href: `/visits/${id}`, cause: `visits.visit.assign:${id}` }
			});
		}
		await recordAudit(tx, ctx, {
			action: 'visits.visit.assign',
			subject: { type: 'studyVisit', id },
			personId: ids.length === 1 ? ids[0]! : null,
			after: { ...input, people }
		});
		return { id };
	});
}
