import { eq } from 'drizzle-orm';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import type { Events } from '$lib/server/jobs/events';
import { units } from '../../people/tables.server';

/**
 * Tells whoever has become head of a unit what that means for its people's tiers, and whoever was it that they no
 * longer are. Twice for one change tells nobody twice.
 */
// No authorisation: a reaction of the system's own. No audit: it only tells people; the change itself is on record.
export async function tellHeads(ctx: Context, data: Events['people.unit.head']): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [unit] = await tx.select().from(units).where(eq(units.id, data.unitId));
		if (!unit) return;
		const params = { unit: { 'zh-CN': unit.nameZh, en: unit.nameEn } };
		const cause = `people.unit.head:${data.change}`;
		for (const [personId, kind] of [
			[data.after, 'units.head'],
			[data.before, 'units.headNoMore']
		] as const)
			if (personId) await notify(tx, ctx, { personId, kind, params, href: '/endorsements', cause });
	});
}
