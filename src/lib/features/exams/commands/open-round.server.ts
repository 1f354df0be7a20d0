import { eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { candidateIn, demandStudy, listJudges, takeStudy } from '../standard/load.server';
import { decideRoundEnd } from '../standard/rules';
import type { OfStudy } from '../standard/schema';
import { tellJudges } from '../standard/tell.server';
import { standardStudies, standardTurns } from '../tables.server';

/**
 * Opens the next round once everybody has handed in: judges see what was said of each item, begin with their own estimates
 * and may change them.
 */
export async function openRound(ctx: Context, input: OfStudy): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { study, sitting } = await takeStudy(tx, input.studyId);
		const candidate = await candidateIn(tx, ctx, study.sittingId);
		authorize(ctx.actor, 'exams.standard.manage', { parties: { candidate } });
		demandStudy(study, 'judging');
		const judges = await listJudges(tx, study);
		const decision = decideRoundEnd(judges.map(({ submittedAt }) => ({ submitted: submittedAt !== null })));
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const round = study.round + 1;
		await tx.update(standardStudies).set({ round }).where(eq(standardStudies.id, study.id));
		const ids = judges.map(({ personId }) => personId);
		await tx.insert(standardTurns).values(ids.map((personId) => ({ studyId: study.id, personId, round })));
		await tx.execute(sql`insert into standard_estimates (study_id, person_id, round, item_version_id, percent, said_at)
			select e.study_id, e.person_id, ${round}, e.item_version_id, e.percent, e.said_at from standard_estimates e
			join standard_turns t on t.study_id = e.study_id and t.person_id = e.person_id and t.round = ${round}
			where e.study_id = ${study.id} and e.round = ${study.round}`);
		await tellJudges(tx, ctx, { sitting, studyId: study.id, round }, ids);
		await recordAudit(tx, ctx, {
			action: 'exams.standard.round',
			subject: { type: 'standardStudy', id: study.id },
			after: { round }
		});
	});
}
