import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { detailOf } from '../detail';
import { tierOf, type Policy } from '../policy/types';
import type { DecisionRow } from '../subject.server';
import { appointments, exceptions } from '../tables.server';
import { appointedTo } from './dates';
import { validityOf } from './exceptions';
import { kindRules } from './kinds';
import { OWN_PAGE, tell, tierName } from './tell.server';

/** Writes what a case leaves as of today, an appointment or an exception, and tells the person. */
export async function takeEffect(
	tx: Database,
	ctx: Context,
	decision: DecisionRow,
	policy: Policy
): Promise<void> {
	const { id, personId, ladder, toTier, kind } = decision;
	const today = dateIn(ctx.now);
	const { exception, retrain } = detailOf(decision);
	const row = { id: newId(ctx.now), personId, ladder, decisionId: id, recordedAt: ctx.now };
	if (kindRules[kind].gives === 'appointment') {
		const months = tierOf(policy, toTier ?? '')?.validityMonths ?? null;
		const validTo = toTier === null ? null : appointedTo(today, months);
		await tx.insert(appointments).values({ ...row, tier: toTier, startsOn: today, validTo });
	} else if (exception && toTier !== null) {
		const { ref, months } = exception;
		await tx.insert(exceptions).values({ ...row, tier: toTier, ref, ...validityOf(today, months) });
	}
	const params = { tier: tierName(policy, toTier ?? decision.fromTier), on: today };
	const told = {
		...{
			admission: 'appointed',
			appointment: 'appointed',
			promotion: 'appointed',
			reinstatement: 'appointed'
		},
		...{ demotion: 'moved', exit: 'left', exception: 'excepted', retraining: 'retraining' }
	}[kind];
	if (told === 'appointed') {
		const cause = `tiers.decision.effect:${id}`;
		await notify(tx, ctx, { personId, kind: 'tiers.appointed', params, href: '/path', cause });
		return;
	}
	await tell(tx, ctx, decision, personId, told, { ...params, months: retrain?.months ?? 0 }, OWN_PAGE);
}
