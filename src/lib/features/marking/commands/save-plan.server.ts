import { and, eq } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudit, recordAudits } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import type { FieldErrors } from '$lib/shared/form';
import {
	candidatesAmong,
	holdersBeyondThemselves,
	holdPlanOf,
	invigilatorsAmong,
	listEligibleMarkers,
	type SittingRow
} from '../plan.server';
import type { SavePlan } from '../schema';
import { settleScripts } from '../settle.server';
import { FEWEST } from '../states';
import { listStuck } from '../stuck.server';
import { markingMarkers, markingPlans } from '../tables.server';

/**
 * Says who marks a sitting and by which rules. Once answers are allocated the rules are settled: from then on markers are only
 * added, and another moderator may be named. Authorised by `holdPlanOf`.
 */
export async function savePlan(ctx: Context, input: SavePlan): Promise<{ revision: number }> {
	return withTransaction(ctx, async (tx) => {
		const { sitting, plan, markerIds: before } = await holdPlanOf(tx, ctx, input.sittingId);
		if ((plan?.revision ?? 0) !== input.revision) throw conflict('marking.plan.stale');
		const { sittingId, revision: _seen, markerIds: wanted, moderatorId, ...rules } = input;
		const markerIds = [...new Set(wanted)].sort();
		if (plan?.allocatedAt) {
			const same = Object.entries(rules).every(([name, value]) => plan[name as keyof typeof rules] === value);
			if (!same || before.some((id) => !markerIds.includes(id))) throw conflict('marking.plan.settled');
		}
		const added = markerIds.filter((id) => !before.includes(id));
		const faults = await faultsOf(tx, ctx, sitting, { markerIds, added, moderatorId });
		if (Object.keys(faults).length) throw invalid('app.form', faults);
		const revision = input.revision + 1;
		const columns = { ...rules, moderatorId, revision };
		if (plan) await tx.update(markingPlans).set(columns).where(eq(markingPlans.sittingId, sittingId));
		else await tx.insert(markingPlans).values({ sittingId, ...columns, createdAt: ctx.now });
		for (const personId of before.filter((id) => !markerIds.includes(id))) {
			await tx
				.delete(markingMarkers)
				.where(and(eq(markingMarkers.sittingId, sittingId), eq(markingMarkers.personId, personId)));
		}
		if (added.length)
			await tx.insert(markingMarkers).values(added.map((personId) => ({ sittingId, personId })));
		// A third person that nobody was left for may have been found.
		const decided =
			plan?.allocatedAt && added.length
				? await settleScripts(tx, ctx, { sitting, plan }, await listStuck(tx, sittingId))
				: [];
		await recordAudit(tx, ctx, {
			action: 'marking.plan.save',
			subject: { type: 'sitting', id: sittingId },
			...(plan && { before: { ...plan, markerIds: before } }),
			after: { ...columns, markerIds }
		});
		await recordAudits(tx, { ...ctx, actor: systemActor('marking.answer.decide') }, decided);
		return { revision };
	});
}

interface Named {
	markerIds: readonly string[];
	added: readonly string[];
	moderatorId: string | null;
}

async function faultsOf(
	tx: Database,
	ctx: Context,
	sitting: SittingRow,
	{ markerIds, added, moderatorId }: Named
): Promise<FieldErrors> {
	const faults: FieldErrors = {};
	const eligible = new Set((await listEligibleMarkers(tx, ctx)).map(({ id }) => id));
	const candidates = await candidatesAmong(tx, sitting.id, [...markerIds, moderatorId]);
	if (added.some((id) => !eligible.has(id))) faults['markerIds'] = 'marking.plan.marker';
	else if (markerIds.some((id) => candidates.includes(id))) faults['markerIds'] = 'marking.plan.candidate';
	else if ((await invigilatorsAmong(tx, sitting.id, markerIds)).length)
		faults['markerIds'] = 'marking.plan.invigilates';
	else if (sitting.reading !== 'nobody' && markerIds.length < FEWEST[sitting.reading])
		faults['markerIds'] = sitting.reading === 'double' ? 'marking.plan.few_double' : 'marking.plan.few';
	if (moderatorId === null) return faults;
	const moderators = await holdersBeyondThemselves(tx, ctx, 'marking.answer.moderate');
	if (markerIds.includes(moderatorId)) faults['moderatorId'] = 'marking.plan.moderator_marks';
	else if (candidates.includes(moderatorId)) faults['moderatorId'] = 'marking.plan.candidate';
	else if (!eligible.has(moderatorId) && !moderators.some(({ id }) => id === moderatorId))
		faults['moderatorId'] = 'marking.plan.moderator';
	return faults;
}
