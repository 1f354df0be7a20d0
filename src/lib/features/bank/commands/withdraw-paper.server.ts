import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { keepComment } from '../paper-comment.server';
import { changePaper, loadPaper, takePaper } from '../paper-load.server';
import type { WithdrawPaper } from '../paper-schema';
import { paperStatuses, paperTransitions } from '../states';

/** Takes a paper out of use for good, with the reason: until it is sealed those who set, from then on those who seal. */
export async function withdrawPaper(ctx: Context, input: WithdrawPaper): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { paper } = await loadPaper(tx, input.paperId);
		authorize(ctx.actor, paper.sealedAt ? 'bank.paper.seal' : 'bank.paper.assemble');
		const from = paperStatuses.filter((status) => paperTransitions[status].includes('withdrawn'));
		const loaded = await takePaper(tx, input.paperId, input.revision, from);
		await changePaper(tx, loaded, { status: 'withdrawn' });
		await keepComment(tx, ctx, input.paperId, input.comment);
		await recordAudit(tx, ctx, {
			action: paper.sealedAt ? 'bank.paper.seal' : 'bank.paper.assemble',
			subject: { type: 'paper', id: input.paperId },
			before: { status: loaded.paper.status },
			after: { status: 'withdrawn', comment: input.comment }
		});
	});
}
