import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { appeals, regradeEffects, regrades } from '../../regrading/tables.server';

/**
 * Regrades that were proposed and would change this attempt's marks, or did: why, who asked for them, who decided, and from what to
 * what. The key that they set stands with the keys.
 */
export async function regradesPart(db: Database, attemptId: string) {
	const rows = await db
		.select({ regrade: regrades, effect: regradeEffects })
		.from(regradeEffects)
		.innerJoin(regrades, eq(regrades.id, regradeEffects.regradeId))
		.where(and(eq(regradeEffects.attemptId, attemptId), isNotNull(regrades.proposedAt)))
		.orderBy(asc(regrades.proposedAt), asc(regrades.id));
	return rows.map(({ regrade: { key: _key, trial: _trial, ...regrade }, effect }) => ({
		...regrade,
		effect
	}));
}

/** What the candidate asked to be looked at again, and what came of it. */
export const appealsPart = (db: Database, attemptId: string) =>
	db
		.select()
		.from(appeals)
		.where(eq(appeals.attemptId, attemptId))
		.orderBy(asc(appeals.madeAt), asc(appeals.id));
