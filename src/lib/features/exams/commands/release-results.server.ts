import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { markPapersReleased } from '$lib/features/bank/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { emit } from '$lib/server/jobs/events';
import { conflict, notFound } from '$lib/shared/errors';
import { papersToRelease } from '../questions.server';
import { decideRelease } from '../rules';
import type { ReleaseResults } from '../schema';
import { attemptResults, attempts, sittings } from '../tables.server';

/**
 * Makes the results of a sitting known to all its candidates at once: after the window, with every attempt handed in
 * and marked. Once, and not by somebody who sat it.
 */
export async function releaseResults(ctx: Context, input: ReleaseResults): Promise<{ candidates: number }> {
	return withTransaction(ctx, async (tx) => {
		const [sitting] = await tx
			.select()
			.from(sittings)
			.where(eq(sittings.id, input.sittingId))
			.for('no key update');
		if (!sitting) throw notFound();
		const sat = await tx
			.select({
				id: attempts.id,
				personId: attempts.personId,
				handedInAt: attempts.handedInAt,
				passed: attemptResults.passed
			})
			.from(attempts)
			.leftJoin(attemptResults, eq(attemptResults.attemptId, attempts.id))
			.where(eq(attempts.sittingId, sitting.id))
			.orderBy(attempts.id);
		const actorId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const own = sat.find(({ personId }) => personId === actorId);
		authorize(ctx.actor, 'exams.result.release', { parties: { candidate: own?.personId } });
		const decision = decideRelease({
			sitting,
			attempts: sat.length,
			open: sat.filter(({ handedInAt }) => !handedInAt).length,
			unmarked: sat.filter(({ passed }) => passed === null).length,
			now: ctx.now
		});
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const released = await tx
			.update(sittings)
			.set({ releasedAt: ctx.now, releasedBy: actorId })
			.where(and(eq(sittings.id, sitting.id), isNull(sittings.releasedAt)))
			.returning({ id: sittings.id });
		if (!released.length) throw conflict('exams.release.twice');
		for (const { id, personId } of sat) {
			await notify(tx, ctx, {
				personId,
				kind: 'resultsReleased',
				params: { exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn } },
				href: `/exams/${sitting.id}/result`,
				cause: `exams.result.release:${id}`
			});
		}
		await emit(tx, ctx, 'exams.result.release', { sittingId: sitting.id });
		await markPapersReleased(tx, ctx, await papersToRelease(tx, sitting.id));
		const subject = { type: 'sitting', id: sitting.id };
		// One entry for the act, and one for each candidate, of whom something new is known from now on.
		await recordAudit(tx, ctx, {
			action: 'exams.result.release',
			subject,
			after: { candidates: sat.length }
		});
		for (const { id, personId, passed } of sat) {
			await recordAudit(tx, ctx, {
				action: 'exams.result.release',
				subject,
				personId,
				after: { attemptId: id, passed }
			});
		}
		return { candidates: sat.length };
	});
}
