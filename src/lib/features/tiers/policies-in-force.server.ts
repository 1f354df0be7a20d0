import { inArray, sql } from 'drizzle-orm';
import { preparedRows, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { storedPolicy } from './policy/stored';
import type { PolicyVersion } from './queries/policies.server';
import { policyVersions } from './tables.server';

/** A version never changes: each is read and filled in once, the longest unused is dropped. */
const held = new Map<string, PolicyVersion>();
const HELD_AT_MOST = 300;

const inForce = preparedRows<{ id: string; ladder: string }>(
	() => sql`select distinct on (ladder) id, ladder from policy_versions
		where effective_from <= ${sql.placeholder('on')} order by ladder, effective_from desc`
);

/**
 * The version in force on a day of every ladder: one query, a second one for versions never read before. Asks no
 * permission.
 */
export async function policiesInForce(db: Database, on: IsoDate): Promise<Map<string, PolicyVersion>> {
	const rows = await inForce(db, { on });
	const versions = await policiesById(
		db,
		rows.map(({ id }) => id)
	);
	return new Map(rows.map(({ id, ladder }) => [ladder, versions.get(id)!]));
}

/** Versions by id; those that do not exist are absent. Asks no permission. */
export async function policiesById(
	db: Database,
	ids: readonly string[]
): Promise<Map<string, PolicyVersion>> {
	const missing = [...new Set(ids)].filter((id) => !held.has(id));
	if (missing.length) {
		const rows = await db
			.select({ id: policyVersions.id, content: policyVersions.content, sha256: policyVersions.sha256 })
			.from(policyVersions)
			.where(inArray(policyVersions.id, missing));
		for (const { id, content, sha256 } of rows) held.set(id, { id, policy: storedPolicy(content), sha256 });
	}
	const found = new Map<string, PolicyVersion>();
	for (const id of ids) {
		const version = held.get(id);
		if (!version) continue;
		found.set(id, version);
		held.delete(id);
		held.set(id, version);
	}
	for (const id of held.keys()) {
		if (held.size <= HELD_AT_MOST) break;
		held.delete(id);
	}
	return found;
}
