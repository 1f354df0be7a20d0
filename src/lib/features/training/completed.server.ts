import { eq, sql } from 'drizzle-orm';
import { prepared, type Database } from '$lib/server/db/database';
import { completions, modules, moduleVersions } from './tables.server';

/** The codes of the modules of which a person completed a version, whichever. */
export async function listCompleted(db: Database, personId: string): Promise<Set<string>> {
	return new Set((await completedBy(db).execute({ personId })).map(({ code }) => code));
}
const completedBy = prepared((db) =>
	db
		.selectDistinct({ code: modules.code })
		.from(completions)
		.innerJoin(moduleVersions, eq(moduleVersions.id, completions.moduleVersionId))
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.where(eq(completions.personId, sql.placeholder('personId')))
		.prepare('completed_by')
);

/** Whether a person completed any version of a module. Asks no permission: for rules and features. */
export const isComplete = async (db: Database, personId: string, code: string): Promise<boolean> =>
	(await listCompleted(db, personId)).has(code);
