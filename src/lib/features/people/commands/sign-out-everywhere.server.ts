import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { forbidden } from '$lib/shared/errors';
import { sessions } from '../tables.server';

/** Ends every session of the signed-in person, this one too. No authorisation: they are one's own. */
export async function signOutEverywhere(ctx: Context): Promise<{ ended: number }> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden('access.signed_out');
	return withTransaction(ctx, async (tx) => {
		const ended = await tx
			.delete(sessions)
			.where(eq(sessions.personId, actor.personId))
			.returning({ id: sessions.idHash });
		await recordAudit(tx, ctx, {
			action: 'people.session.close_all',
			subject: { type: 'person', id: actor.personId },
			after: { sessions: ended.length }
		});
		return { ended: ended.length };
	});
}
