import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { seal } from '../engine/replay.server';
import { factsFor } from '../facts.server';
import { tierOf } from '../policy/types';
import { findPolicyInForce } from '../queries/policies.server';
import { appointmentsOn, decideApproval } from '../rules';
import type { CloseDecision } from '../schema';
import { loadDecision } from '../subject.server';
import { appointments, decisions } from '../tables.server';

/**
 * Approves a proposal and appoints the person from today. What was proposed is evaluated again first, on today's
 * evidence under today's standard: whoever no longer qualifies is not appointed. Nobody approves their own
 * proposal, themselves, or somebody they mentor.
 */
export async function approveDecision(ctx: Context, input: CloseDecision): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { decision, person, subject } = await loadDecision(tx, input.decisionId, { lock: true });
		authorize(ctx.actor, 'tiers.decision.approve', subject);
		if (decision.state !== 'proposed') throw conflict('tiers.decision.closed');
		const { id, personId, ladder, toTier, fromTier } = decision;
		const today = dateIn(ctx.now);
		const version = await findPolicyInForce(tx, ladder, today);
		if (!version) throw conflict('tiers.policy.none');
		const facts = (await factsFor(tx, [personId], { on: today })).get(personId)!;
		const sealed = seal(version.policy, toTier, facts, today);
		const tierName = tierOf(version.policy, toTier)?.name ?? { 'zh-CN': toTier, en: toTier };
		const verdict = decideApproval(
			{
				name: person.name,
				active: person.status === 'active',
				tier: appointmentsOn(facts, ladder, today).at(-1)?.tier ?? null
			},
			{ fromTier, toTier: tierName },
			sealed.explanation,
			(text) => localText(text, ctx.locale)
		);
		if (!verdict.ok) throw conflict(verdict.code, verdict.params);

		const closedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const closed = await tx
			.update(decisions)
			.set({ state: 'approved', closedBy, closedAt: ctx.now, closingNote: input.note ?? null })
			.where(and(eq(decisions.id, id), eq(decisions.state, 'proposed')))
			.returning({ id: decisions.id });
		if (!closed.length) throw conflict('tiers.decision.closed');
		await tx.insert(appointments).values({
			id: newId(ctx.now),
			personId,
			ladder,
			tier: toTier,
			startsOn: today,
			decisionId: id,
			recordedAt: ctx.now
		});
		await notify(tx, ctx, {
			personId,
			kind: 'tiers.appointed',
			params: { tier: tierName, on: today },
			href: '/path',
			cause: `tiers.decision.approve:${id}`
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.decision.approve',
			subject: { type: 'decision', id },
			personId,
			before: { state: 'proposed', tier: fromTier },
			after: {
				...{ state: 'approved', tier: toTier, startsOn: today, note: input.note ?? null },
				...{
					policy: version.policy.effectiveFrom,
					factsHash: sealed.factsHash,
					explanationHash: sealed.explanationHash
				}
			}
		});
	});
}
