import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { decideSchedule } from '../release/rules';
import type { ScheduleRelease } from '../release/schema';
import { sittings } from '../tables.server';
import { holdForRelease } from './release-results.server';

/** Decides that reviewed results come out at a time to come; until then it can be called off. */
export async function scheduleRelease(ctx: Context, input: ScheduleRelease): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { sitting, facts } = await holdForRelease(tx, ctx, input.sittingId);
		const decision = decideSchedule(facts, input.dueAt);
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const releaseDecidedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx
			.update(sittings)
			.set({ releaseDueAt: input.dueAt, releaseDecidedBy })
			.where(eq(sittings.id, sitting.id));
		await recordAudit(tx, ctx, {
			action: 'exams.release.schedule',
			subject: { type: 'sitting', id: sitting.id },
			after: { dueAt: input.dueAt, hash: facts.hash }
		});
	});
}
