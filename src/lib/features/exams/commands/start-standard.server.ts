import { and, eq, inArray, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { missingNumbers } from '$lib/features/people';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { personOf } from '../held-room.server';
import { holdSitting } from '../places.server';
import { listAsked } from '../standard/forms.server';
import { candidateIn, candidatesAmong } from '../standard/load.server';
import { decideStudy } from '../standard/rules';
import type { StartStandard } from '../standard/schema';
import { tellJudges } from '../standard/tell.server';
import { standardItems, standardJudges, standardStudies, standardTurns } from '../tables.server';

/**
 * Begins to have the pass mark of a sitting set by a panel: names the judges, fixes what they judge, and opens the first round.
 * As long as no result is out; one study of a sitting at a time. Judges are never candidates of it.
 */
export async function startStandard(ctx: Context, input: StartStandard): Promise<{ id: string }> {
	try {
		return await withTransaction(ctx, async (tx) => {
			const sitting = await holdSitting(tx, input.sittingId);
			const candidate = await candidateIn(tx, ctx, sitting.id);
			authorize(ctx.actor, 'exams.standard.manage', { parties: { candidate } });
			const decision = decideStudy(sitting);
			if (!decision.ok) throw conflict(decision.code);
			const judges = await namedJudges(tx, sitting.id, input.judges);
			const asked = await listAsked(tx, sitting, ctx.now);
			const id = newId(ctx.now);
			const startedBy = personOf(ctx.actor);
			await tx.insert(standardStudies).values({ id, sittingId: sitting.id, startedBy, startedAt: ctx.now });
			await tx.insert(standardItems).values(asked.map((item) => ({ ...item, studyId: id })));
			await tx.insert(standardJudges).values(judges.map((personId) => ({ studyId: id, personId })));
			await tx.insert(standardTurns).values(judges.map((personId) => ({ studyId: id, personId, round: 1 })));
			await tellJudges(tx, ctx, { sitting, studyId: id, round: 1 }, judges);
			await recordAudit(tx, ctx, {
				action: 'exams.standard.start',
				subject: { type: 'standardStudy', id },
				after: { sittingId: sitting.id, judges, items: Math.max(...asked.map(({ place }) => place)) }
			});
			return { id };
		});
	} catch (error) {
		if (brokenConstraint(error) !== 'standard_studies_open') throw error;
		throw conflict('standard.start.another');
	}
}

/** Refused at the field: nobody of a number is active, or somebody is a candidate of the sitting. */
async function namedJudges(tx: Database, sittingId: string, employeeNos: readonly string[]) {
	const found = await tx
		.select({ id: people.id, employeeNo: people.employeeNo })
		.from(people)
		.where(and(inArray(sql`upper(${people.employeeNo})`, [...employeeNos]), eq(people.status, 'active')));
	const missing = missingNumbers(employeeNos, found);
	if (missing) throw invalid('app.form', { judges: 'standard.judges.unknown' }, { missing });
	const ids = found.map(({ id }) => id);
	if ((await candidatesAmong(tx, sittingId, ids)).length)
		throw invalid('app.form', { judges: 'standard.judges.candidate' });
	return ids;
}
