import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { schemeFor } from '../asked.server';
import { ownPlan } from '../own-task.server';
import { earnedBy } from '../scheme';
import type { MarkExample } from '../schema';
import { markingExampleMarks, markingExamples } from '../tables.server';

/** A marker tries themselves on an example, once; then they see what was agreed. Authorised by `ownPlan`. */
export async function markExample(ctx: Context, input: MarkExample): Promise<{ sittingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const [example] = await tx.select().from(markingExamples).where(eq(markingExamples.id, input.exampleId));
		if (!example) throw notFound();
		const { markerId } = await ownPlan(tx, ctx, example.sittingId);
		const { levels, hundredths } = input;
		const chosen = earnedBy(await schemeFor(tx, example), { levels, hundredths });
		if (!chosen.ok) throw conflict(chosen.code);
		const given = { levels, hundredths: chosen.hundredths };
		const [made] = await tx
			.insert(markingExampleMarks)
			.values({ exampleId: example.id, markerId, ...given, markedAt: ctx.now })
			.onConflictDoNothing()
			.returning({ exampleId: markingExampleMarks.exampleId });
		if (!made) throw conflict('marking.example.twice');
		await recordAudit(tx, ctx, {
			action: 'marking.example.mark',
			subject: { type: 'example', id: example.id },
			after: { ...given, agreed: example.hundredths }
		});
		return { sittingId: example.sittingId };
	});
}
