import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { addDays, dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { addWorkingDays } from '../calendar';
import { loadCalendar } from '../calendar.server';
import { authorizePeople } from '../cases/chosen.server';
import { loadHistories } from '../cases/history.server';
import { lastOfGroup } from '../cases/ranked.server';
import { consequenceOf, isLapsed, warningFor } from '../cases/retention';
import { actorIdOf } from '../cases/steps.server';
import { tierName } from '../cases/tell.server';
import { evaluate } from '../engine/evaluate';
import { factsFor } from '../facts.server';
import { tierOf } from '../policy/types';
import { findPolicyInForce } from '../queries/policies.server';
import { appointmentsOn, LADDER } from '../rules';
import type { WarnOfLapse } from '../schema';
import { lapseWarnings } from '../tables.server';

/**
 * Tells people that they no longer satisfy the tier they hold, what follows by the standard, and from which day on:
 * before it happens, never after. All of them or none; a warning that is still open is not repeated.
 */
export async function warnOfLapse(ctx: Context, input: WarnOfLapse): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const today = dateIn(ctx.now);
		const ladder = input.ladder ?? LADDER;
		const chosen = await authorizePeople(tx, ctx, input.personIds);
		const version = await findPolicyInForce(tx, ladder, today);
		if (!version) throw conflict('tiers.policy.none');
		const { policy } = version;
		const facts = await factsFor(tx, input.personIds, { on: today });
		const histories = await loadHistories(tx, ladder, facts, today);
		const last = input.ground ? await lastOfGroup(tx, policy, chosen, facts, today) : null;
		const calendar = await loadCalendar(tx, today, addDays(today, 400));
		const told: { personId: string; after: Record<string, unknown> }[] = [];
		for (const { id: personId, name, status } of chosen) {
			const known = facts.get(personId)!;
			const history = histories.get(personId)!;
			const tier = appointmentsOn(known, ladder, today).at(-1)?.tier ?? null;
			if (status !== 'active' || tier === null) throw conflict('cases.retention.nothing', { name });
			const explanation = evaluate(policy, tier, known, today, { purpose: 'retain' });
			const kind = last
				? last.has(personId) && policy.bottomRank?.then === 'exit'
					? 'exit'
					: null
				: !isLapsed(explanation)
					? null
					: follows(consequenceOf(policy, tier, history.retrainings, today));
			if (!kind) throw conflict('cases.retention.nothing', { name });
			const before = warningFor(history.warnings, tier, kind, today);
			if (before) throw conflict('cases.retention.warned', { name, date: before.actFrom });
			const actFrom = addWorkingDays(today, tierOf(policy, tier)?.lapse?.warnDays ?? 0, calendar);
			await tx.insert(lapseWarnings).values({
				...{ id: newId(ctx.now), personId, ladder, tier, consequence: kind },
				...{ warnedOn: today, actFrom, policyVersionId: version.id, explanation },
				...{ warnedBy: actorIdOf(ctx), recordedAt: ctx.now }
			});
			await notify(tx, ctx, {
				personId,
				kind: 'cases.warned',
				params: { tier: tierName(policy, tier), case: kind, on: actFrom },
				href: '/path',
				cause: `tiers.retention.warn:${ladder}:${tier}:${kind}:${today}`
			});
			told.push({ personId, after: { ladder, tier, consequence: kind, actFrom } });
		}
		for (const { personId, after } of told) {
			const subject = { type: 'person', id: personId };
			await recordAudit(tx, ctx, { action: 'tiers.retention.warn', subject, personId, after });
		}
	});
}

const follows = (next: ReturnType<typeof consequenceOf>) => (next && 'kind' in next ? next.kind : null);
