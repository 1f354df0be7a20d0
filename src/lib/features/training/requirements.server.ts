import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';

/** What the latest version of each module requires; modules without a requirement are there too. */
export async function loadRequirements(db: Database): Promise<Map<string, string[]>> {
	const rows = await rowsOf<{ code: string; requires: string[] | null }>(
		db,
		sql`select distinct on (m.code) m.code, v.content -> 'requires' as requires
			from modules m join module_versions v on v.module_id = m.id
			order by m.code, v.version desc`
	);
	return new Map(rows.map(({ code, requires }) => [code, requires ?? []]));
}
