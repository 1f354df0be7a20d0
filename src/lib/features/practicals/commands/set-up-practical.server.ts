import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { RubricRow } from '$lib/features/bank';
import { askPractical } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { authorizeSitting, personOf } from '../hold.server';
import type { SetUpPractical } from '../schema';
import { practicalCandidates, practicals, practicalSheets } from '../tables.server';

/**
 * Says what the practical part of a sitting asks, before the sitting opens and before anybody has scored: from then on passing
 * needs it too.
 */
export async function setUpPractical(ctx: Context, input: SetUpPractical): Promise<{ sittingId: string }> {
	const { sittingId, titleZh, titleEn, passPercent } = input;
	return withTransaction(ctx, async (tx) => {
		await authorizeSitting(tx, ctx, 'practicals.practical.manage', sittingId);
		await askPractical(tx, ctx, { sittingId, practical: true });
		const which = eq(practicals.sittingId, sittingId);
		const [before] = await tx.select().from(practicals).where(which).for('no key update');
		const [scored] = await tx
			.select({ id: practicalCandidates.id })
			.from(practicalSheets)
			.innerJoin(practicalCandidates, eq(practicalCandidates.id, practicalSheets.candidateId))
			.where(eq(practicalCandidates.sittingId, sittingId))
			.limit(1);
		if (scored) throw conflict('practicals.scored');
		const rubric = input.rubric.map(({ zh, en, weight, levels }, i): RubricRow => ({
			id: `c${i + 1}`,
			criterion: { 'zh-CN': zh, en },
			weight,
			levels: levels.map(({ share, ...words }) => ({ share, words: { 'zh-CN': words.zh, en: words.en } }))
		}));
		const row = {
			...{ titleZh, titleEn, passPercent, rubric },
			...{ setUpBy: personOf(ctx.actor), setUpAt: ctx.now }
		};
		await (before
			? tx.update(practicals).set(row).where(which)
			: tx.insert(practicals).values({ ...row, sittingId }));
		await recordAudit(tx, ctx, {
			action: 'practicals.practical.manage',
			subject: { type: 'sitting', id: sittingId },
			...(before && {
				before: { titleZh: before.titleZh, passPercent: before.passPercent, rubric: before.rubric }
			}),
			after: { titleZh, passPercent, rubric }
		});
		return { sittingId };
	});
}
