import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { prepareSitting } from '../prepare.server';
import { decideDrawing } from '../rules';
import type { DrawPapers } from '../sheets/schema';
import { sittings } from '../tables.server';

/**
 * Draws the papers of a sitting sooner than the server does by itself, so that they can be printed: once nobody can register
 * or withdraw any more. Harmless any number of times.
 */
export async function drawPapers(ctx: Context, { sittingId }: DrawPapers): Promise<{ drawn: number }> {
	authorize(ctx.actor, 'exams.sitting.manage');
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	const decision = decideDrawing(sitting, ctx.now);
	if (!decision.ok) throw conflict(decision.code);
	const drawn = await prepareSitting(ctx, { sittingId });
	await withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: 'exams.papers.draw',
			subject: { type: 'sitting', id: sittingId },
			after: { drawn }
		})
	);
	return { drawn };
}
