import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { brokenOf } from '../assembly/proof';
import { keepComment } from '../paper-comment.server';
import { changePaper, loadJudged, loadPaper, proofNow, takePaper } from '../paper-load.server';
import { tellNext } from '../tell-papers.server';
import type { ReviewPaper } from '../paper-schema';

/**
 * Another person approves a paper or gives it back. Whoever asked for it or changed it does not; a paper that breaks a
 * constraint now, whatever it kept when it was handed in, is not approved.
 */
export async function reviewPaper(ctx: Context, input: ReviewPaper): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { paper } = await loadPaper(tx, input.paperId);
		const setters = [paper.setterId, ...paper.editorIds].filter((id) => id !== null);
		authorize(ctx.actor, 'bank.paper.review', { parties: { setter: setters } });
		const from = input.to === 'approved' ? ['inReview' as const] : ['inReview' as const, 'approved' as const];
		const loaded = await takePaper(tx, input.paperId, input.revision, from);
		const realised = proofNow(await loadJudged(tx, loaded));
		const broken = brokenOf(realised).length;
		if (input.to === 'approved' && broken) throw conflict('bank.paper.broken', { count: broken });
		const reviewer = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const signed =
			input.to === 'approved'
				? { reviewerId: reviewer, reviewedAt: ctx.now }
				: { reviewerId: null, reviewedAt: null };
		await changePaper(tx, loaded, { status: input.to, realised, ...signed });
		await keepComment(tx, ctx, input.paperId, input.comment);
		if (paper.setterId)
			await notify(tx, ctx, {
				personId: paper.setterId,
				kind: `bank.paper.${input.to === 'approved' ? 'approved' : 'returned'}`,
				params: { title: loaded.blueprint.content.title, form: paper.form },
				href: `/staff/papers/${paper.id}`,
				cause: `bank.paper.review:${paper.id}:${paper.revision}`
			});
		if (input.to === 'approved')
			await tellNext(tx, ctx, loaded, {
				kind: 'bank.paper.to_seal',
				may: 'bank.paper.seal',
				not: [paper.setterId]
			});
		await recordAudit(tx, ctx, {
			action: 'bank.paper.review',
			subject: { type: 'paper', id: input.paperId },
			before: { status: loaded.paper.status },
			after: { status: input.to, ...(input.comment && { comment: input.comment }) }
		});
	});
}
