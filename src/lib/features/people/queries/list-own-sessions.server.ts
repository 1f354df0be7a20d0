import { and, desc, eq, gt } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';
import { describeBrowser } from '../browser';
import { hashSessionId } from '../session/adapter.server';
import { sessions } from '../tables.server';

/** Where the signed-in person is signed in; this session is marked. Nothing in it opens a session. */
export async function listOwnSessions(ctx: Context, currentSessionId: string) {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const rows = await ctx.db
		.select()
		.from(sessions)
		.where(and(eq(sessions.personId, ctx.actor.personId), gt(sessions.expiresAt, ctx.now)))
		.orderBy(desc(sessions.createdAt));
	const current = hashSessionId(currentSessionId);
	return rows.map(({ idHash, createdAt, userAgent }) => ({
		...describeBrowser(userAgent),
		since: createdAt.toISOString(),
		current: idHash === current
	}));
}
