import { recordAudit } from '$lib/features/audit/index.server';
import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { authorizePeople } from '../cases/chosen.server';
import { decideCase } from '../cases/decide';
import { findOpenCampaign } from '../cases/campaign.server';
import { countExceptions, loadHistories } from '../cases/history.server';
import { insertCases, type NewCase } from '../cases/insert.server';
import { refuse } from '../cases/judge.server';
import { lastOfGroup } from '../cases/ranked.server';
import { targetOf } from '../cases/target';
import { seal } from '../engine/replay.server';
import { factsFor } from '../facts.server';
import { findPolicyInForce } from '../queries/policies.server';
import { appointmentsOn, LADDER } from '../rules';
import type { ProposeCases } from '../schema';
import { actorIdOf } from '../cases/steps.server';
import { askFor, detailFor } from '../cases/ask';

/**
 * Proposes people for a kind of case, all of them or none: each is evaluated anew on today's evidence under today's
 * standard for the purpose of the kind, and both are kept with the proposal (domain, 8.7). More than a unit has
 * places for are refused. Gives the ids, in the order of the input.
 */
export async function proposeCases(ctx: Context, input: ProposeCases): Promise<string[]> {
	return withTransaction(ctx, async (tx) => {
		const today = dateIn(ctx.now);
		const ladder = input.ladder ?? LADDER;
		const chosen = await authorizePeople(tx, ctx, input.personIds);
		const version = await findPolicyInForce(tx, ladder, today);
		if (!version) throw conflict('tiers.policy.none');
		const { policy } = version;
		await findOpenCampaign(tx, input.campaignId ?? null, ladder, chosen, today);
		const facts = await factsFor(tx, input.personIds, { on: today });
		const histories = await loadHistories(tx, ladder, facts, today);
		const last =
			input.ground === 'bottomRank' ? await lastOfGroup(tx, policy, chosen, facts, today) : new Set<string>();
		const cases: NewCase[] = [];
		for (const person of chosen) {
			const { id: personId, name, status } = person;
			const known = facts.get(personId)!;
			const tier = appointmentsOn(known, ladder, today).at(-1)?.tier ?? null;
			const candidate = { name, active: status === 'active', tier };
			const history = { ...histories.get(personId)!, isLast: last.has(personId) };
			if (!candidate.active) throw conflict('tiers.decision.not_active', { name });
			const asked = askFor(input, policy, tier, history.retrainings, today);
			const detail = detailFor(asked, policy);
			const target = targetOf(
				candidate,
				history.held,
				{ kind: asked.kind, tier: asked.tier ?? null },
				policy
			);
			if (!target.ok) throw conflict(target.code, target.params);
			if (target.kind === 'exception')
				history.exceptionsUsed = await countExceptions(tx, ladder, target.judged.id, today);
			const sealed = seal(policy, target.judged.id, known, today, { purpose: target.purpose });
			const ask = { ground: detail.ground ?? null, exception: detail.exception ?? null };
			const tierName = localText(target.judged.name, ctx.locale);
			refuse(decideCase(candidate, target, ask, sealed.explanation, history, policy, today, tierName));
			const { kind, fromTier, toTier, purpose } = target;
			cases.push({
				person,
				row: {
					...{ id: newId(ctx.now), personId, ladder, kind, fromTier, toTier, purpose, detail },
					...{ policyVersionId: version.id, asOf: today, ...sealed, reason: input.reason },
					...{ campaignId: input.campaignId ?? null, state: 'proposed', round: 1 },
					...{ proposedBy: actorIdOf(ctx), proposedAt: ctx.now }
				}
			});
		}
		await insertCases(tx, ctx, policy, cases);
		for (const { row } of cases) {
			const { kind, fromTier, toTier, factsHash, explanationHash, reason } = row;
			await recordAudit(tx, ctx, {
				action: 'tiers.decision.propose',
				subject: { type: 'decision', id: row.id },
				personId: row.personId,
				after: {
					...{ kind, fromTier, toTier, policy: policy.effectiveFrom, factsHash, explanationHash, reason },
					detail: row.detail
				}
			});
		}
		return cases.map(({ row }) => row.id);
	});
}
