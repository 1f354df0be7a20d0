import type { Context } from '$lib/server/context';
import { moveItems } from '../move-items.server';
import type { ReviewItems } from '../schema';

/**
 * A second person makes items ready to be drawn, gives them back, puts them aside or takes them out of use. Of several
 * items all are moved or none. Authorised in `moveItems`, in its transaction, which also writes the audit log.
 */
export const reviewItems = (ctx: Context, input: ReviewItems): Promise<{ moved: number }> =>
	moveItems(ctx, input, 'bank.item.review');
