import { and, asc, eq, gt } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { sittings } from '../tables.server';

export interface ComingSitting {
	id: string;
	title: LocalText;
	blueprintId: string;
	opensAt: string;
}

/** The sitting that opens next; null where none is planned. Asks no permission: everybody may know of it. */
export async function findComingSitting(ctx: Context): Promise<ComingSitting | null> {
	const [next] = await ctx.db
		.select()
		.from(sittings)
		.where(and(gt(sittings.opensAt, ctx.now), eq(sittings.rehearsal, false)))
		.orderBy(asc(sittings.opensAt), asc(sittings.id))
		.limit(1);
	return next
		? {
				id: next.id,
				title: { 'zh-CN': next.titleZh, en: next.titleEn },
				blueprintId: next.blueprintId,
				opensAt: next.opensAt.toISOString()
			}
		: null;
}
