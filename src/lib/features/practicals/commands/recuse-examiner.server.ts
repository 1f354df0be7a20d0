import { and, eq, isNotNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { fillPanels } from '../arrange.server';
import { lockPractical, sittingOf } from '../hold.server';
import type { RecuseExaminer } from '../schema';
import { holdExamined } from '../scoring.server';
import { practicalPanels, practicalRecusals, practicalSheets } from '../tables.server';

/**
 * An examiner says that they are related or otherwise too close to a candidate, before they hand their sheet in: they leave the
 * panel for good, somebody else is proposed, and whoever set the practical part up is told. Authorised by `holdExamined`.
 */
export async function recuseExaminer(ctx: Context, input: RecuseExaminer): Promise<{ joined: number }> {
	return withTransaction(ctx, async (tx) => {
		const { practical } = await lockPractical(tx, await sittingOf(tx, input.candidateId));
		const { candidate, examinerId } = await holdExamined(tx, ctx, input.candidateId);
		if (candidate.decidedAt) throw conflict('practicals.decided');
		const its = and(
			eq(practicalSheets.candidateId, candidate.id),
			eq(practicalSheets.examinerId, examinerId),
			isNotNull(practicalSheets.submittedAt)
		);
		const [sheet] = await tx.select({ version: practicalSheets.version }).from(practicalSheets).where(its);
		if (sheet) throw conflict('practicals.sheet.submitted');
		await tx.insert(practicalRecusals).values({
			...{ candidateId: candidate.id, examinerId, reason: input.reason, declaredAt: ctx.now }
		});
		await tx
			.delete(practicalPanels)
			.where(and(eq(practicalPanels.candidateId, candidate.id), eq(practicalPanels.examinerId, examinerId)));
		const joined = (await fillPanels(tx, ctx, practical)).get(candidate.id)?.length ?? 0;
		if (practical.setUpBy)
			await notify(tx, ctx, {
				personId: practical.setUpBy,
				kind: 'practicals.recused',
				params: { title: { 'zh-CN': practical.titleZh, en: practical.titleEn }, joined },
				href: `/staff/sittings/${practical.sittingId}/practical`,
				cause: `practicals.recused:${candidate.id}:${examinerId}`
			});
		await recordAudit(tx, ctx, {
			action: 'practicals.examiner.recuse',
			subject: { type: 'sitting', id: practical.sittingId },
			personId: candidate.personId,
			after: { reason: input.reason, joined }
		});
		return { joined };
	});
}
