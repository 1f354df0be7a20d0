import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { practiceSets } from '../tables.server';

/** Who practises: people, for themselves. */
export function practiserOf(ctx: Context): string {
	if (ctx.actor.kind !== 'person') throw forbidden();
	authorize(ctx.actor, 'bank.practice.take', { personId: ctx.actor.personId });
	return ctx.actor.personId;
}

/** A set of one's own; other people's do not exist. `lock` holds off whoever answers or ends it at the same time. */
export async function getOwnSet(ctx: Context, db: Database, setId: string, lock = false) {
	const personId = practiserOf(ctx);
	if (!isId(setId)) throw notFound();
	const query = db.select().from(practiceSets).where(eq(practiceSets.id, setId));
	const [set] = await (lock ? query.for('update') : query);
	if (!set || set.personId !== personId) throw notFound();
	return set;
}
