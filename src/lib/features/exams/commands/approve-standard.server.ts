import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { personOf } from '../held-room.server';
import { setPassMark } from '../pass-mark.server';
import type { Cut } from '../standard/angoff';
import { demandSame } from '../standard/forms.server';
import { candidateIn, demandStudy, takeStudy } from '../standard/load.server';
import { decideStudy } from '../standard/rules';
import type { ApproveStandard } from '../standard/schema';
import { tellCandidates, tellStarter } from '../standard/tell.server';
import { standardStudies } from '../tables.server';
import { recordMarks } from './mark-attempt.server';

/**
 * Somebody else approves what a panel proposed, and it is the pass mark of the sitting from now on: everybody who is marked is
 * marked anew in the same step, and candidates are told. Refused once results are out.
 */
export async function approveStandard(ctx: Context, input: ApproveStandard): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { study, sitting } = await takeStudy(tx, input.studyId);
		const candidate = await candidateIn(tx, ctx, study.sittingId);
		authorize(ctx.actor, 'exams.standard.approve', {
			parties: { candidate, proposer: [study.startedBy, study.closedBy].filter((id) => id !== null) }
		});
		demandStudy(study, 'proposed');
		const decision = decideStudy(sitting);
		if (!decision.ok) throw conflict(decision.code);
		await demandSame(tx, study.id, sitting, ctx.now);
		const percent = (study.cut as Cut).proposed;
		if (percent !== input.percent) throw conflict('standard.approve.changed');
		await tx
			.update(standardStudies)
			.set({ outcome: 'approved', endedBy: personOf(ctx.actor), endedAt: ctx.now })
			.where(eq(standardStudies.id, study.id));
		const isOther = percent !== sitting.passPercent;
		const marked = isOther ? await setPassMark(tx, ctx, { sittingId: sitting.id, percent }) : [];
		if (isOther) await tellCandidates(tx, ctx, { study, sitting, percent });
		await tellStarter(tx, ctx, { study, sitting }, 'exams.standard.approved');
		await recordMarks(tx, ctx, marked);
		await recordAudit(tx, ctx, {
			action: 'exams.standard.approve',
			subject: { type: 'standardStudy', id: study.id },
			before: { sittingId: sitting.id, passPercent: sitting.passPercent },
			after: { sittingId: sitting.id, passPercent: percent, marked: marked.length }
		});
	});
}
