import { and, count, eq, inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import { campaigns, decisions } from '../tables.server';

/** Closes a campaign once every case of it has come to its review's end; what waits for its day goes on. */
export async function closeCampaign(ctx: Context, input: { campaignId: string }): Promise<void> {
	authorize(ctx.actor, 'tiers.campaign.manage');
	await withTransaction(ctx, async (tx) => {
		const id = input.campaignId;
		const [campaign] = await tx.select().from(campaigns).where(eq(campaigns.id, id)).for('update');
		if (!campaign) throw notFound();
		const [open] = await tx
			.select({ n: count() })
			.from(decisions)
			.where(and(eq(decisions.campaignId, id), inArray(decisions.state, ['proposed', 'notice'])));
		if (open?.n) throw conflict('cases.campaign.unfinished', { count: open.n });
		const closed = await tx
			.update(campaigns)
			.set({ state: 'closed', closedAt: ctx.now })
			.where(and(eq(campaigns.id, id), eq(campaigns.state, 'open')))
			.returning({ id: campaigns.id });
		if (!closed.length) throw conflict('cases.campaign.closed');
		await recordAudit(tx, ctx, {
			action: 'tiers.campaign.close',
			subject: { type: 'campaign', id },
			before: { state: 'open' },
			after: { state: 'closed' }
		});
	});
}
