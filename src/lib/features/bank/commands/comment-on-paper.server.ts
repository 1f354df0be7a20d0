import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { keepComment } from '../paper-comment.server';
import { loadPaper } from '../paper-load.server';
import type { CommentOnPaper } from '../paper-schema';

/** Says something about a paper that is being worked on: those who set and those who review. */
export async function commentOnPaper(ctx: Context, { paperId, body }: CommentOnPaper): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		if (!can(ctx.actor, 'bank.paper.review').ok) authorize(ctx.actor, 'bank.paper.assemble');
		const { paper } = await loadPaper(tx, paperId, true);
		if (paper.sealedAt || paper.status === 'withdrawn') throw conflict('bank.paper.status');
		await keepComment(tx, ctx, paperId, body);
		await recordAudit(tx, ctx, {
			action: 'bank.paper.comment',
			subject: { type: 'paper', id: paperId },
			after: { comment: body }
		});
	});
}
