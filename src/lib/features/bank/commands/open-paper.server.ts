import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { forbidden, notFound } from '$lib/shared/errors';
import { keepOpening, readSealed } from '../opening.server';
import { questionAccess, seesPaper } from '../paper-access';
import type { PaperContent } from '../paper-content.server';
import { loadPaper, type LoadedPaper } from '../paper-load.server';
import type { OpenPaper } from '../paper-schema';

/**
 * The questions of a paper. A sealed one opens for its openers only, its content is compared with the seal's hash, and the
 * opening is kept with what it was for.
 * No authorisation: `questionAccess` decides, for openers need hold no role.
 */
export async function openPaper(
	ctx: Context,
	{ paperId, purpose }: OpenPaper
): Promise<{ loaded: LoadedPaper; content: PaperContent }> {
	return withTransaction(ctx, async (tx) => {
		const loaded = await loadPaper(tx, paperId);
		const { paper, openerIds } = loaded;
		if (!seesPaper(ctx.actor, openerIds)) throw notFound();
		const sealed = paper.contentHash !== null;
		const access = questionAccess(ctx.actor, { status: paper.status, sealed }, openerIds);
		if (access === 'none' || ctx.actor.kind !== 'person') throw forbidden('bank.paper.closed');
		const { content, contentHash } = await readSealed(tx, loaded);
		if (access === 'free') return { loaded, content };
		const { personId } = ctx.actor;
		await recordAudit(tx, ctx, await keepOpening(tx, ctx, { paperId, personId, purpose, contentHash }));
		return { loaded, content };
	});
}
