import type { Context } from '$lib/server/context';
import { moveItems } from '../move-items.server';
import type { SubmitItems } from '../schema';

/** Hands drafts in for review. Authorised in `moveItems`, in its transaction, which also writes the audit log. */
export const submitItems = (ctx: Context, { itemIds }: SubmitItems): Promise<{ moved: number }> =>
	moveItems(ctx, { itemIds, to: 'inReview' }, 'bank.item.write');
