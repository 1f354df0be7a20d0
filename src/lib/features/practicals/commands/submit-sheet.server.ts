import { and, eq, isNotNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { recordPracticalResult } from '$lib/features/exams/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';
import { decideOutcome, EXAMINERS, openRows, PRACTICAL_RULE, totalOf, type Outcome } from '../rules';
import { holdSheet, writeSheet, type OpenSheet } from '../scoring.server';
import type { SaveSheet } from '../schema';
import { practicalCandidates, practicalPanels, practicalSheets } from '../tables.server';

/**
 * Hands an examiner's sheet in, for good. With the third, the three totals become one result (`PRACTICAL_RULE`), which goes into
 * the exam; whoever set the practical part up is told where a total was set aside. Authorised by `holdSheet`.
 */
export async function submitSheet(ctx: Context, input: SaveSheet): Promise<{ candidateId: string }> {
	return withTransaction(ctx, async (tx) => {
		const sheet = await holdSheet(tx, ctx, input);
		const { candidate, practical } = sheet;
		const totalHundredths = totalOf(practical.rubric, input.scores);
		if (totalHundredths === null) {
			const open = openRows(practical.rubric, input.scores);
			throw invalid(
				'practicals.sheet.open',
				Object.fromEntries(open.map(({ id }) => [`scores.${id}`, 'app.field.required']))
			);
		}
		await writeSheet(tx, ctx, sheet, { ...input, totalHundredths });
		const outcome = await settle(tx, ctx, sheet);
		await recordAudit(tx, ctx, {
			action: 'practicals.sheet.submit',
			subject: { type: 'sitting', id: candidate.sittingId },
			personId: candidate.personId,
			// What each gave stays with the sheets: who reads the log may be the third of them.
			...(outcome && { after: { ...outcome, rule: PRACTICAL_RULE } })
		});
		return { candidateId: candidate.id };
	});
}

/** Decides once the whole panel has handed in; null before. The caller holds the candidate. */
async function settle(
	tx: Database,
	ctx: Context,
	{ candidate, practical }: OpenSheet
): Promise<Outcome | null> {
	const totals = await tx
		.select({ examinerId: practicalPanels.examinerId, hundredths: practicalSheets.totalHundredths })
		.from(practicalPanels)
		.innerJoin(
			practicalSheets,
			and(
				eq(practicalSheets.candidateId, practicalPanels.candidateId),
				eq(practicalSheets.examinerId, practicalPanels.examinerId),
				isNotNull(practicalSheets.submittedAt)
			)
		)
		.where(eq(practicalPanels.candidateId, candidate.id))
		.orderBy(practicalPanels.examinerId);
	if (totals.length < EXAMINERS) return null;
	const outcome = decideOutcome(
		totals.map(({ examinerId, hundredths }) => ({ examinerId, hundredths: hundredths! })),
		practical.passPercent
	);
	const { hundredths, setAside, tenths, passed } = outcome;
	await tx
		.update(practicalCandidates)
		.set({ decidedAt: ctx.now, hundredths, setAside })
		.where(eq(practicalCandidates.id, candidate.id));
	const { sittingId, personId } = candidate;
	await recordPracticalResult(tx, ctx, { sittingId, personId, tenths, passed, rule: PRACTICAL_RULE });
	if (setAside.length && practical.setUpBy)
		await notify(tx, ctx, {
			personId: practical.setUpBy,
			kind: 'practicals.set_aside',
			params: { title: { 'zh-CN': practical.titleZh, en: practical.titleEn }, count: setAside.length },
			href: `/staff/sittings/${sittingId}/practical`,
			cause: `practicals.set_aside:${candidate.id}`
		});
	return outcome;
}
