import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';

/**
 * Records that somebody looked at another person's conduct and credit standing, as a part of their path, of a
 * decision or of whether they may mentor (design, 5). The person is the subject only: nothing about them has changed.
 * No authorisation: the query that shows it has asked already.
 */
export async function recordLook(
	ctx: Context,
	look: { personId: string; at: 'path' | 'decision' | 'mentor' }
): Promise<void> {
	await withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: 'people.sensitive.read',
			subject: { type: 'person', id: look.personId },
			after: { at: look.at }
		})
	);
}
