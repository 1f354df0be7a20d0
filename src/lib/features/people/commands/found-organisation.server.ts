import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { organisation } from '../tables.server';

/** Names the one organisation whose system this is. Once it has a name, nothing happens. */
export async function foundOrganisation(
	ctx: Context,
	input: { nameZh: string; nameEn: string }
): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'people.unit.manage');
		const made = await tx.insert(organisation).values(input).onConflictDoNothing().returning();
		if (!made.length) return;
		await recordAudit(tx, ctx, {
			action: 'people.unit.manage',
			subject: { type: 'organisation', id: '1' },
			after: input
		});
	});
}
