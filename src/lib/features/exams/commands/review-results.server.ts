import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { holdResults } from '../release/results.server';
import { decideReview } from '../release/rules';
import type { ReviewResults } from '../release/schema';
import { sittings } from '../tables.server';

/**
 * Finds the results of a sitting in order: complete, and flags, withheld results and item analysis looked at. Somebody else
 * releases them, who is told. A mark that changes afterwards asks for another review. Not by somebody who sat it.
 */
export async function reviewResults(ctx: Context, input: ReviewResults): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { sitting, sat, facts } = await holdResults(tx, input.sittingId, ctx.now);
		authorize(ctx.actor, 'exams.result.review', {
			parties: { candidate: sat.map(({ personId }) => personId) }
		});
		const decision = decideReview(facts, input.seen);
		if (!decision.ok) throw conflict(decision.code, decision.params);
		const reviewedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		// A release that waited for its time was decided about other results.
		await tx
			.update(sittings)
			.set({
				...{ reviewedAt: ctx.now, reviewedBy, reviewHash: facts.hash },
				...{ releaseDueAt: null, releaseDecidedBy: null }
			})
			.where(eq(sittings.id, sitting.id));
		const releasers = await holdersOf(tx, 'exams.result.release', dateIn(ctx.now));
		await notifyMany(
			tx,
			ctx,
			releasers
				.filter((personId) => personId !== reviewedBy)
				.map((personId) => ({
					...{ personId, kind: 'exams.reviewed', href: `/staff/sittings/${sitting.id}/release` },
					params: { exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn } },
					cause: `exams.reviewed:${sitting.id}:${facts.hash}`
				}))
		);
		await recordAudit(tx, ctx, {
			action: 'exams.result.review',
			subject: { type: 'sitting', id: sitting.id },
			after: { hash: facts.hash, attempts: facts.attempts, checks: input.checks }
		});
	});
}
