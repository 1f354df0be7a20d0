import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { brokenOf } from '../assembly/proof';
import { keepComment } from '../paper-comment.server';
import { tellNext } from '../tell-papers.server';
import { changePaper, loadJudged, proofNow, takePaper } from '../paper-load.server';
import type { SubmitPaper } from '../paper-schema';

/** Hands a paper in for review. Refused while it breaks a constraint of its blueprint. */
export async function submitPaper(ctx: Context, input: SubmitPaper): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'bank.paper.assemble');
		const loaded = await takePaper(tx, input.paperId, input.revision, ['draft']);
		const realised = proofNow(await loadJudged(tx, loaded));
		const broken = brokenOf(realised).length;
		if (broken) throw conflict('bank.paper.broken', { count: broken });
		await changePaper(tx, loaded, { status: 'inReview', realised });
		const { setterId, editorIds } = loaded.paper;
		await tellNext(tx, ctx, loaded, {
			...{ kind: 'bank.paper.submitted', may: 'bank.paper.review', not: [setterId, ...editorIds] }
		});
		await keepComment(tx, ctx, input.paperId, input.comment);
		await recordAudit(tx, ctx, {
			action: 'bank.paper.assemble',
			subject: { type: 'paper', id: input.paperId },
			before: { status: loaded.paper.status },
			after: { status: 'inReview' }
		});
	});
}
