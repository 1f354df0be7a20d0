import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { candidateIn, demandStudy, listJudges, takeStudy } from '../standard/load.server';
import { LEAST_JUDGES } from '../standard/rules';
import type { LeaveOutJudge } from '../standard/schema';
import { standardJudges } from '../tables.server';

/** A judge who cannot go on: what they said in any round does not count. Two have to be left. */
export async function leaveOutJudge(ctx: Context, input: LeaveOutJudge): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { study } = await takeStudy(tx, input.studyId);
		const candidate = await candidateIn(tx, ctx, study.sittingId);
		authorize(ctx.actor, 'exams.standard.manage', { parties: { candidate } });
		demandStudy(study, 'judging');
		if ((await listJudges(tx, study)).length <= LEAST_JUDGES)
			throw conflict('standard.judges.few', { least: LEAST_JUDGES });
		const left = await tx
			.update(standardJudges)
			.set({ leftOutAt: ctx.now })
			.where(
				and(
					...[eq(standardJudges.studyId, study.id), eq(standardJudges.personId, input.personId)],
					isNull(standardJudges.leftOutAt)
				)
			)
			.returning({ personId: standardJudges.personId });
		if (!left.length) throw notFound();
		await recordAudit(tx, ctx, {
			action: 'exams.standard.leave_out',
			subject: { type: 'standardStudy', id: study.id },
			personId: input.personId,
			after: { round: study.round }
		});
	});
}
