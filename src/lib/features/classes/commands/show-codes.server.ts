import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { conflict, notFound } from '$lib/shared/errors';
import { authorizeTeach, lockClass } from '../load.server';
import { codesCount } from '../rules';
import type { ShowCodes } from '../schema';
import { classSessions } from '../tables.server';
import { topicOf } from '../live.server';

/** The teacher begins or ends taking attendance by code, from a quarter of an hour before the session to its end. */
export async function showCodes(ctx: Context, input: ShowCodes): Promise<{ sessionId: string }> {
	return withTransaction(ctx, async (tx) => {
		const row = await lockClass(tx, input.classId);
		authorizeTeach(ctx, row);
		const session = row.sessions.find(({ id }) => id === input.sessionId);
		if (!session) throw notFound();
		const codesOpen = input.show === 'on';
		if (codesOpen && row.state !== 'open') throw conflict('classes.mark.not_open');
		if (codesOpen && !codesCount(session, ctx.now)) throw conflict('classes.codes.window');
		await tx.update(classSessions).set({ codesOpen }).where(eq(classSessions.id, session.id));
		await publish(tx, topicOf(session.id));
		await recordAudit(tx, ctx, {
			action: 'classes.codes.show',
			subject: { type: 'classSession', id: session.id },
			before: { codesOpen: session.codesOpen },
			after: { codesOpen }
		});
		return { sessionId: session.id };
	});
}
