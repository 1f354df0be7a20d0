import { and, eq, isNull, lte } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { comeOut } from '../release/come-out.server';
import { holdResults } from '../release/results.server';
import { decideRelease } from '../release/rules';
import { sittings } from '../tables.server';

/**
 * Releases the results whose time has come. Where a mark has changed since they were reviewed nothing comes out: the release
 * is off, and who reviewed and who decided it are told.
 *
 * No authorisation: it does what somebody who may release has decided.
 */
export async function releaseDue(ctx: Context): Promise<void> {
	const due = await ctx.db
		.select({ id: sittings.id })
		.from(sittings)
		.where(and(isNull(sittings.releasedAt), lte(sittings.releaseDueAt, ctx.now)));
	for (const { id } of due) await releaseOne({ ...ctx, actor: systemActor('exams.result.release') }, id);
}

async function releaseOne(ctx: Context, sittingId: string): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const held = await holdResults(tx, sittingId, ctx.now);
		const { sitting, facts } = held;
		const { releaseDueAt, releaseDecidedBy, reviewedBy } = sitting;
		// Another instance was first, or it was called off at this moment.
		if (sitting.releasedAt || !releaseDueAt || releaseDueAt > ctx.now) return;
		const decision = decideRelease(facts);
		if (decision.ok) return void (await comeOut(tx, ctx, held, releaseDecidedBy));
		await tx
			.update(sittings)
			.set({ releaseDueAt: null, releaseDecidedBy: null })
			.where(eq(sittings.id, sittingId));
		await notifyMany(
			tx,
			ctx,
			[...new Set([reviewedBy, releaseDecidedBy])].flatMap((personId) =>
				personId
					? [
							{
								...{ personId, kind: 'exams.release_off', href: `/staff/sittings/${sittingId}/release` },
								params: { exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn } },
								cause: `exams.release_off:${sittingId}:${releaseDueAt.toISOString()}`
							}
						]
					: []
			)
		);
		await recordAudit(tx, ctx, {
			action: 'exams.release.call_off',
			subject: { type: 'sitting', id: sittingId },
			before: { dueAt: releaseDueAt },
			after: { because: decision.code }
		});
	});
}
