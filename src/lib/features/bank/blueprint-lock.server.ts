import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { blueprints } from './tables.server';

const LOCK = 7_205_010;

/** Versions are numbered one after the other, by instances that start together as well. */
export const lockBlueprints = (tx: Database) => tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);

/** A draft, locked. Refused when somebody else has saved it or published it since `revision`. */
export async function takeDraft(tx: Database, id: string, revision: number) {
	const [draft] = await tx.select().from(blueprints).where(eq(blueprints.id, id)).for('update');
	if (!draft) throw notFound();
	if (draft.publishedAt) throw conflict('bank.blueprint.published');
	if (draft.revision !== revision) throw conflict('bank.blueprint.changed');
	return draft;
}

/** The draft as it was taken. */
export const unchanged = (id: string, revision: number) =>
	and(eq(blueprints.id, id), eq(blueprints.revision, revision), isNull(blueprints.publishedAt));
