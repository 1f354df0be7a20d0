import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { hashSessionId } from '../session/adapter.server';
import { sessions } from '../tables.server';

/** Ends the session that the request came with. No authorisation: whoever holds a session may end it. */
export async function signOut(ctx: Context, via: { sessionId: string }): Promise<void> {
	const { actor } = ctx;
	if (actor.kind !== 'person') return;
	await withTransaction(ctx, async (tx) => {
		await tx.delete(sessions).where(eq(sessions.idHash, hashSessionId(via.sessionId)));
		await recordAudit(tx, ctx, {
			action: 'people.session.close',
			subject: { type: 'person', id: actor.personId }
		});
	});
}
