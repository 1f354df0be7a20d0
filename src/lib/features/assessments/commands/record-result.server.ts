import { and, desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { ErrorCode } from '$lib/i18n/codes';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { computeTotal, decideResult, wrongScores, type Indicator, type Scores } from '../rules';
import type { RecordResult } from '../schema';
import { assessmentPeriods, assessmentResults } from '../tables.server';

/**
 * Records how somebody did in a period that is over. A result that is there already is corrected by a new row, whose
 * source says why; both stay. Nobody records their own.
 */
export async function recordResult(ctx: Context, input: RecordResult): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		// Held, so that two results of one person come one after the other.
		const [period] = await tx
			.select()
			.from(assessmentPeriods)
			.where(eq(assessmentPeriods.id, input.periodId))
			.for('no key update');
		if (!period) throw notFound();
		const { id: personId, unitPath } = await getPersonSubject(tx, input.personId);
		authorize(ctx.actor, 'assessments.result.record', { personId, unitPath, parties: { person: personId } });
		const indicators = period.indicators as Indicator[];
		const wrong = wrongScores(indicators, input.scores);
		if (wrong.length) {
			const code: ErrorCode = 'assessments.result.points';
			throw invalid('app.form', Object.fromEntries(wrong.map((name) => [`scores.${name}`, code])));
		}
		const scores = input.scores as Scores;
		const [newest] = await tx
			.select()
			.from(assessmentResults)
			.where(and(eq(assessmentResults.periodId, period.id), eq(assessmentResults.personId, personId)))
			.orderBy(desc(assessmentResults.recordedAt), desc(assessmentResults.id))
			.limit(1);
		const decision = decideResult(
			{ endsOn: period.endsOn, indicators },
			newest ? { id: newest.id, scores: newest.scores as Scores } : null,
			{ scores, previous: input.previous },
			dateIn(ctx.now)
		);
		if (!decision.ok) throw conflict(decision.code);
		const result = { scores, total: computeTotal(indicators, scores), source: input.source };
		const id = newId(ctx.now);
		await tx.insert(assessmentResults).values({
			...{ ...result, id, periodId: period.id, personId, recordedAt: ctx.now },
			recordedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		});
		await notify(tx, ctx, {
			personId,
			kind: decision.correction ? 'assessments.corrected' : 'assessments.recorded',
			params: {
				period: { 'zh-CN': period.nameZh, en: period.nameEn },
				total: (result.total / 100).toFixed(2)
			},
			href: '/profile#assessments',
			cause: `assessments.result.record:${id}`
		});
		await recordAudit(tx, ctx, {
			action: 'assessments.result.record',
			subject: { type: 'assessmentResult', id },
			personId,
			before: newest && { scores: newest.scores, total: newest.total, source: newest.source },
			after: { periodId: period.id, ...result }
		});
		return { id };
	});
}
