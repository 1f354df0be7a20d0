import type { Database } from '$lib/server/db/database';

/** Fills an empty database with the demo organisation; does nothing when one is there. */
export async function seedDemo(_db: Database, _options: { log: (line: string) => void }): Promise<void> {}
