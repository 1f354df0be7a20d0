import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import type { PublishPledge } from '../pledges/schema';
import { hashOfText, insertText } from '../pledges/text.server';
import { pledgeTexts } from '../tables.server';

/**
 * Publishes a new wording of a commitment letter as its next version, or a new letter. Older versions never change,
 * and who signed one of them has signed that.
 */
export async function publishPledgeText(ctx: Context, input: PublishPledge): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'tiers.pledge.publish');
		const { after, code, ...words } = input;
		const [newest] = await tx
			.select({ version: pledgeTexts.version, sha256: pledgeTexts.sha256 })
			.from(pledgeTexts)
			.where(eq(pledgeTexts.code, code))
			.orderBy(desc(pledgeTexts.version))
			.limit(1);
		if ((newest?.version ?? 0) !== after) throw conflict('pledges.text.changed');
		if (newest?.sha256 === hashOfText(words)) throw conflict('pledges.text.same');
		const id = await insertText(tx, ctx, { ...words, code, version: after + 1 });
		if (!id) throw conflict('pledges.text.changed');
		return { id };
	});
}
