import { authorize, mayAnywhere } from '$lib/access/can';
import { getPersonSubject, findPeople } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { describe } from '../engine/describe';
import { nodeByRef } from '../cases/exceptions';
import { evaluate } from '../engine/evaluate';
import { gapsOf } from '../engine/gaps';
import { factsFor } from '../facts.server';
import { isGroup, tierAfter, tierOf, type Requirement } from '../policy/types';
import { appointmentsOn } from '../rules';
import { subjectOf } from '../subject.server';
import { openCampaigns } from './campaigns.server';
import { findPolicyInForce } from './policies.server';

function requirementByRef(list: readonly Requirement[], ref: string): Requirement | null {
	for (const one of list) {
		if (one.ref === ref) return one;
		const below = isGroup(one) ? requirementByRef(one.of, ref) : null;
		if (below) return below;
	}
	return null;
}

/** What the form that proposes a case about one person needs: where they stand, and what the standard offers. */
export async function getCaseForm(ctx: Context, ask: { personId: string | null; ladder: string; q: string }) {
	if (!mayAnywhere(ctx.actor, 'tiers.decision.propose')) throw forbidden();
	const today = dateIn(ctx.now);
	const version = await findPolicyInForce(ctx.db, ask.ladder, today);
	const policy = version?.policy ?? null;
	const found = ask.q ? (await findPeople(ctx, { q: ask.q })).slice(0, 10) : [];
	const base = {
		ladder: ask.ladder,
		tiers: (policy?.tiers ?? []).map(({ id, name }) => ({ id, name })),
		campaigns: await openCampaigns(ctx, ask.ladder),
		found: found.map(({ id, name, employeeNo, unitName }) => ({ id, name, employeeNo, unitName })),
		person: null
	};
	if (!ask.personId || !isId(ask.personId) || !policy) return base;
	const person = await getPersonSubject(ctx.db, ask.personId);
	authorize(ctx.actor, 'tiers.decision.propose', await subjectOf(ctx.db, person, null));
	const facts = (await factsFor(ctx.db, [person.id], { on: today })).get(person.id)!;
	const held = appointmentsOn(facts, ask.ladder, today).at(-1)?.tier ?? null;
	const target = tierAfter(policy, held);
	const evaluation = target && evaluate(policy, target.id, facts, today);
	const retention = held && evaluate(policy, held, facts, today, { purpose: 'retain' });
	return {
		...base,
		person: {
			...{ id: person.id, name: person.name, employeeNo: person.employeeNo, unitName: person.unitName },
			tier: held && (tierOf(policy, held)?.name ?? null),
			next: target?.name ?? null,
			eligible: evaluation?.eligible ?? false,
			gaps: evaluation ? gapsOf(evaluation) : [],
			retained: retention ? retention.eligible : null,
			waivable: (target?.waivable ?? []).flatMap((waivable) => {
				const wanted = requirementByRef(target!.requirements, waivable.ref);
				const outcome = nodeByRef(evaluation?.requirements ?? [], waivable.ref)?.outcome;
				if (!wanted || (outcome !== 'missing' && outcome !== 'unknown')) return [];
				return [{ ref: waivable.ref, months: waivable.months, waived: describe(wanted, policy) }];
			})
		}
	};
}
