import type { Database } from '$lib/server/db/database';

/** Publishes what content/ holds and the database does not: policies, modules. */
export async function publishContent(_db: Database): Promise<void> {}
