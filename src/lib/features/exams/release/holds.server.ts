import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { holdSitting } from '../places.server';
import { attempts, resultHolds } from '../tables.server';

/** An attempt with its sitting, held, and whose it is. Throws notFound. */
export async function holdAttempt(tx: Database, attemptId: string) {
	const [found] = await tx
		.select({
			sittingId: attempts.sittingId,
			personId: attempts.personId,
			name: people.name,
			unitPath: units.path
		})
		.from(attempts)
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(attempts.id, attemptId));
	if (!found) throw notFound();
	const sitting = await holdSitting(tx, found.sittingId);
	// After the sitting, as a release does: nobody marks it anew meanwhile.
	await tx.select({ id: attempts.id }).from(attempts).where(eq(attempts.id, attemptId)).for('no key update');
	return { ...found, sitting };
}

/** The newest hold of an attempt; undefined where none was ever raised. */
export async function newestHold(db: Database, attemptId: string) {
	const [hold] = await db
		.select()
		.from(resultHolds)
		.where(eq(resultHolds.attemptId, attemptId))
		.orderBy(desc(resultHolds.raisedAt), desc(resultHolds.id))
		.limit(1);
	return hold;
}

/** Whether something about an attempt waits for a decision. */
export async function isHeld(db: Database, attemptId: string): Promise<boolean> {
	const [hold] = await db
		.select({ id: resultHolds.id })
		.from(resultHolds)
		.where(and(eq(resultHolds.attemptId, attemptId), isNull(resultHolds.decidedAt)));
	return hold !== undefined;
}
