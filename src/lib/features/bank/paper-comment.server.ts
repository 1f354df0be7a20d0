import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { paperComments } from './tables.server';

/** Keeps what somebody said about a paper; nothing where they said nothing. */
export async function keepComment(
	tx: Database,
	ctx: Context,
	paperId: string,
	body: string | null
): Promise<void> {
	if (!body || ctx.actor.kind !== 'person') return;
	const { personId } = ctx.actor;
	await tx.insert(paperComments).values({ id: newId(ctx.now), paperId, personId, body, createdAt: ctx.now });
}
