import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { personOf } from '../held-room.server';
import { cutOfRound } from '../standard/estimates.server';
import { demandSame } from '../standard/forms.server';
import { candidateIn, demandStudy, listJudges, takeStudy } from '../standard/load.server';
import { decideRoundEnd, decideStudy } from '../standard/rules';
import type { OfStudy } from '../standard/schema';
import { tellApprovers } from '../standard/tell.server';
import { standardStudies } from '../tables.server';

/** Closes the panel's work once everybody has handed in the round: the cut score of the last round is proposed as the pass mark. */
export async function closeStandard(ctx: Context, input: OfStudy): Promise<{ percent: number }> {
	return withTransaction(ctx, async (tx) => {
		const { study, sitting } = await takeStudy(tx, input.studyId);
		const candidate = await candidateIn(tx, ctx, study.sittingId);
		authorize(ctx.actor, 'exams.standard.manage', { parties: { candidate } });
		demandStudy(study, 'judging');
		const judges = await listJudges(tx, study);
		for (const decision of [
			decideStudy(sitting),
			decideRoundEnd(judges.map(({ submittedAt }) => ({ submitted: submittedAt !== null })))
		])
			if (!decision.ok) throw conflict(decision.code, decision.params);
		await demandSame(tx, study.id, sitting, ctx.now);
		const cut = await cutOfRound(tx, study.id, study.round);
		if (!cut) throw new Error(`study ${study.id}: a judge handed in without every estimate`);
		const closedBy = personOf(ctx.actor);
		await tx
			.update(standardStudies)
			.set({ cut, closedBy, closedAt: ctx.now })
			.where(eq(standardStudies.id, study.id));
		await tellApprovers(tx, ctx, { study, sitting }, [study.startedBy, closedBy]);
		await recordAudit(tx, ctx, {
			action: 'exams.standard.close',
			subject: { type: 'standardStudy', id: study.id },
			after: { sittingId: sitting.id, rounds: study.round, ...cut }
		});
		return { percent: cut.proposed };
	});
}
