import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { personOf } from '../held-room.server';
import { candidateIn, demandStudy, takeStudy } from '../standard/load.server';
import type { OfStudy, RejectStandard } from '../standard/schema';
import { studyStateOf } from '../states';
import { tellStarter } from '../standard/tell.server';
import { standardStudies } from '../tables.server';

/** Somebody else refuses what a panel proposed, with reasons: the pass mark stays, and another study may begin. */
export async function rejectStandard(ctx: Context, input: RejectStandard): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { study, sitting } = await takeStudy(tx, input.studyId);
		const candidate = await candidateIn(tx, ctx, study.sittingId);
		authorize(ctx.actor, 'exams.standard.approve', {
			parties: { candidate, proposer: [study.startedBy, study.closedBy].filter((id) => id !== null) }
		});
		demandStudy(study, 'proposed');
		const { reason: outcomeReason } = input;
		await tx
			.update(standardStudies)
			.set({ outcome: 'rejected', outcomeReason, endedBy: personOf(ctx.actor), endedAt: ctx.now })
			.where(eq(standardStudies.id, study.id));
		await tellStarter(tx, ctx, { study, sitting }, 'exams.standard.rejected');
		await recordAudit(tx, ctx, {
			action: 'exams.standard.reject',
			subject: { type: 'standardStudy', id: study.id },
			after: { reason: outcomeReason }
		});
	});
}

/** HR gives a study up that nobody has decided about. What was said stays on record. */
export async function dropStandard(ctx: Context, input: OfStudy): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { study } = await takeStudy(tx, input.studyId);
		const candidate = await candidateIn(tx, ctx, study.sittingId);
		authorize(ctx.actor, 'exams.standard.manage', { parties: { candidate } });
		const state = studyStateOf(study);
		if (state !== 'judging' && state !== 'proposed') throw conflict(`standard.state.${state}`);
		await tx
			.update(standardStudies)
			.set({ outcome: 'dropped', endedBy: personOf(ctx.actor), endedAt: ctx.now })
			.where(eq(standardStudies.id, study.id));
		await recordAudit(tx, ctx, {
			action: 'exams.standard.drop',
			subject: { type: 'standardStudy', id: study.id },
			before: { state, round: study.round }
		});
	});
}
