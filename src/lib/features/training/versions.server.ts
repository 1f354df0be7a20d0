import { asc, inArray } from 'drizzle-orm';
import type { ModuleContent } from '$lib/content/module-format';
import { prepared, type Database } from '$lib/server/db/database';
import { modules, moduleVersions } from './tables.server';

export interface VersionRow {
	id: string;
	moduleId: string;
	version: number;
	contentHash: string;
	publishedAt: Date;
}

export interface CatalogueEntry {
	moduleId: string;
	code: string;
	position: number;
	/** From then on nobody begins it. */
	retiredAt: Date | null;
	/** From the first to the latest; never empty. */
	versions: VersionRow[];
}

const everyModule = prepared((db) =>
	db.select().from(modules).orderBy(asc(modules.position), asc(modules.code)).prepare('every_module')
);
const everyVersion = prepared((db) =>
	db
		.select({
			id: moduleVersions.id,
			moduleId: moduleVersions.moduleId,
			version: moduleVersions.version,
			contentHash: moduleVersions.contentHash,
			publishedAt: moduleVersions.publishedAt
		})
		.from(moduleVersions)
		.orderBy(asc(moduleVersions.version))
		.prepare('every_module_version')
);

/** Every module with its published versions, in the catalogue's order. */
export async function loadCatalogue(db: Database): Promise<CatalogueEntry[]> {
	const all = await everyModule(db).execute();
	const versions: VersionRow[] = await everyVersion(db).execute();
	return all
		.map(({ id, code, position, retiredAt }) => ({
			...{ moduleId: id, code, position, retiredAt },
			versions: versions.filter(({ moduleId }) => moduleId === id)
		}))
		.filter((entry) => entry.versions.length > 0);
}

/** A version's content never changes, so it is read from the database once. */
const held = new Map<string, ModuleContent>();
const HELD_AT_MOST = 200;

/** The content of versions by id; ids that do not exist are absent. */
export async function loadContents(
	db: Database,
	ids: readonly string[]
): Promise<Map<string, ModuleContent>> {
	const missing = [...new Set(ids)].filter((id) => !held.has(id));
	const found = new Map<string, ModuleContent>();
	for (const id of ids) {
		const content = held.get(id);
		if (content) found.set(id, content);
	}
	if (!missing.length) return found;
	const rows = await db
		.select({ id: moduleVersions.id, content: moduleVersions.content })
		.from(moduleVersions)
		.where(inArray(moduleVersions.id, missing));
	for (const row of rows) {
		const content = row.content as ModuleContent;
		found.set(row.id, content);
		held.set(row.id, content);
	}
	for (const id of held.keys()) {
		if (held.size <= HELD_AT_MOST) break;
		held.delete(id);
	}
	return found;
}
