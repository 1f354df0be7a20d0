import { and, eq, isNotNull } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { attempts } from '../exams/tables.server';
import { people, units } from '../people/tables.server';

/** Whom the file of an attempt is about, for asking permission. Throws notFound where nothing was handed in. */
export async function subjectOf(db: Database, attemptId: string) {
	if (!isId(attemptId)) throw notFound();
	const [found] = await db
		.select({ personId: attempts.personId, unitPath: units.path })
		.from(attempts)
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(and(eq(attempts.id, attemptId), isNotNull(attempts.handedInAt)));
	if (!found) throw notFound();
	return { ...found, parties: { candidate: found.personId } };
}

/** Whether the reader may have the file of an attempt that was handed in. */
export const mayReadRecord = async (ctx: Context, attemptId: string): Promise<boolean> =>
	can(ctx.actor, 'records.file.read', await subjectOf(ctx.db, attemptId)).ok;
