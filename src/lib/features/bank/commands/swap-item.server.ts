import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { brokenOf, proofOf } from '../assembly/proof';
import { changePaper, loadJudged, poolIds, takePaper } from '../paper-load.server';
import type { SwapItem } from '../paper-schema';
import { swapped } from '../swapped.server';
import { paperItems } from '../tables.server';

/**
 * Puts another ready item in the place of one, whatever that breaks: the proof says it, and no reviewer lets it pass.
 * Questions stay in the order of their kinds. Whoever changes a paper does not review it.
 */
export async function swapItem(ctx: Context, input: SwapItem): Promise<{ broken: number }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'bank.paper.assemble');
		const loaded = await takePaper(tx, input.paperId, input.revision, ['draft']);
		const { paper } = loaded;
		const judged = await loadJudged(tx, loaded);
		const out = judged.questions.find(({ position }) => position === input.position);
		if (!out) throw notFound();
		const into = judged.pool.find(({ id }) => id === input.itemId);
		if (!into) throw conflict('bank.paper.not_ready');
		if (judged.questions.some(({ itemId }) => itemId === into.id)) throw conflict('bank.paper.twice');
		const before = poolIds(judged.pool, judged.questions);
		const ids = before.map((id, i) => (judged.questions[i] === out ? into.id : id));
		const proof = proofOf(judged.blueprint, judged.pool, ids, judged.others);
		await tx.delete(paperItems).where(eq(paperItems.paperId, paper.id));
		await tx.insert(paperItems).values(swapped(judged, out, into, `${paper.id}/${paper.revision}`));
		const editor = ctx.actor.kind === 'person' ? [ctx.actor.personId] : [];
		await changePaper(tx, loaded, {
			realised: proof,
			editorIds: [...new Set([...paper.editorIds, ...editor])]
		});
		const broken = brokenOf(proof).length;
		await recordAudit(tx, ctx, {
			action: 'bank.paper.assemble',
			subject: { type: 'paper', id: paper.id },
			before: { position: out.position, code: out.code },
			after: { code: into.code, broken }
		});
		return { broken };
	});
}
