import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { schemeFor } from '../asked.server';
import { holdPlan, personOf } from '../plan.server';
import { earnedBy } from '../scheme';
import type { AddExample } from '../schema';
import { markingAnswers, markingExamples } from '../tables.server';

/**
 * Adds an answer with what was agreed that it earns, to a question of the sitting that people read; more may come while others
 * are marked. Authorised by `holdPlan`.
 */
export async function addExample(ctx: Context, input: AddExample): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const { sittingId, itemVersionId, text, words, levels, hundredths } = input;
		const { plan } = await holdPlan(tx, ctx, sittingId);
		if (!plan.collectedAt) throw conflict('marking.allocate.early');
		const [asked] = await tx
			.select()
			.from(markingAnswers)
			.where(and(eq(markingAnswers.sittingId, sittingId), eq(markingAnswers.itemVersionId, itemVersionId)))
			.limit(1);
		if (!asked) throw invalid('app.form', { itemVersionId: 'app.field.choice' });
		const chosen = earnedBy(await schemeFor(tx, asked), { levels, hundredths });
		if (!chosen.ok) throw invalid(chosen.code);
		const id = randomUUID();
		const example = {
			...{ id, sittingId, itemVersionId, correctionId: asked.correctionId, marks: asked.marks, text, words },
			...{ levels, hundredths: chosen.hundredths, madeBy: personOf(ctx.actor), madeAt: ctx.now }
		};
		await tx.insert(markingExamples).values(example);
		await recordAudit(tx, ctx, {
			action: 'marking.example.add',
			subject: { type: 'sitting', id: sittingId },
			after: example
		});
		return { id };
	});
}
