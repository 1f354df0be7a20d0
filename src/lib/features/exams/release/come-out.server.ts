import { and, eq, inArray, isNull, notInArray } from 'drizzle-orm';
import { recordAudit, recordAudits } from '$lib/features/audit/index.server';
import { markPapersReleased } from '$lib/features/bank/index.server';
import { notifyMany, type Notice } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { emit } from '$lib/server/jobs/events';
import { papersToRelease } from '../questions.server';
import type { SittingRow } from '../places.server';
import { attemptResults, attempts, resultHolds, sittings } from '../tables.server';
import { listHeld, type SatAttempt } from './results.server';
import { ANNULLED_RULE } from './rules';

/** What a candidate is told when their result is out. */
export function noticeOfResult(
	sitting: Pick<SittingRow, 'id' | 'titleZh' | 'titleEn'>,
	{ id, personId, result }: SatAttempt,
	held: boolean
): Notice {
	const params = { exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn } };
	if (held)
		return {
			...{ personId, params, kind: 'exams.withheld', href: `/exams/${sitting.id}` },
			cause: `exams.withheld:${id}`
		};
	const annulled = result?.rule === ANNULLED_RULE;
	return {
		...{ personId, params, kind: annulled ? 'exams.annulled' : 'resultsReleased' },
		href: `/exams/${sitting.id}/result`,
		cause: `${annulled ? 'exams.annulled' : 'exams.result.release'}:${id}`
	};
}

/**
 * Makes the results of a sitting known, but those that are withheld, whose candidates are told that they are. The caller
 * holds the results and has decided. Returns how many came out.
 */
export async function comeOut(
	tx: Database,
	ctx: Context,
	{ sitting, sat }: { sitting: SittingRow; sat: SatAttempt[] },
	decidedBy: string | null
): Promise<number> {
	const held = await listHeld(tx, sitting.id);
	const known = sat.filter(({ id }) => !held.has(id));
	await tx
		.update(sittings)
		.set({ releasedAt: ctx.now, releasedBy: decidedBy })
		.where(eq(sittings.id, sitting.id));
	await tx
		.update(attemptResults)
		.set({ releasedAt: ctx.now })
		.where(
			and(
				isNull(attemptResults.supersededAt),
				inArray(
					attemptResults.attemptId,
					tx.select({ id: attempts.id }).from(attempts).where(eq(attempts.sittingId, sitting.id))
				),
				notInArray(
					attemptResults.attemptId,
					tx.select({ id: resultHolds.attemptId }).from(resultHolds).where(isNull(resultHolds.decidedAt))
				)
			)
		);
	await notifyMany(
		tx,
		ctx,
		sat.map((one) => noticeOfResult(sitting, one, held.has(one.id)))
	);
	await emit(tx, ctx, 'exams.result.release', { sittingId: sitting.id });
	await markPapersReleased(tx, ctx, await papersToRelease(tx, sitting.id));
	const subject = { type: 'sitting', id: sitting.id };
	// One entry for the act, and one for each candidate, of whom something new is known from now on.
	await recordAudit(tx, ctx, {
		action: 'exams.result.release',
		subject,
		after: { candidates: known.length, held: held.size, reviewedBy: sitting.reviewedBy, decidedBy }
	});
	await recordAudits(
		tx,
		ctx,
		known.map(({ id, personId, result }) => ({
			action: 'exams.result.release',
			subject,
			personId,
			after: { attemptId: id, passed: result?.passed }
		}))
	);
	return known.length;
}
