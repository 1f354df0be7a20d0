import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import type { ParsedCase } from '../formats/parsed';
import { picturesOf } from '../formats/markdown';
import { caseVersions, itemCases } from '../tables.server';

export interface OpenCase {
	id: string;
	versionId: string;
	/** Place of its last item. */
	last: number;
}

/**
 * The cases that new items go into, locked: those of the bank as the bank words them, others made anew. One without any
 * material is none.
 */
export async function casesFor(
	tx: Database,
	now: Date,
	cases: readonly ParsedCase[],
	wanted: ReadonlySet<string>,
	pictures: Readonly<Record<string, string>>
): Promise<Map<string, OpenCase>> {
	const open = new Map<string, OpenCase>();
	if (!wanted.size) return open;
	await tx.execute(sql`select id from item_cases where code in ${[...wanted]} order by id for update`);
	const rows = await rowsOf<OpenCase & { code: string }>(
		tx,
		sql`select distinct on (c.code) c.code, c.id, v.id as "versionId",
				(select coalesce(max(i.case_place), 0)::int from items i where i.case_id = c.id) as last
			from item_cases c join case_versions v on v.case_id = c.id
			where c.code in ${[...wanted]} order by c.code, v.version desc`
	);
	for (const { code, ...found } of rows) open.set(code, found);
	for (const { code, title, material } of cases) {
		if (!wanted.has(code) || open.has(code) || !Object.keys(material).length) continue;
		const [id, versionId] = [newId(now), newId(now)];
		const shown = Object.values(material).flatMap((text) => picturesOf(text ?? ''));
		const own = Object.fromEntries(shown.flatMap((name) => (pictures[name] ? [[name, pictures[name]]] : [])));
		await tx.insert(itemCases).values({ id, code, createdAt: now });
		await tx.insert(caseVersions).values({
			...{ id: versionId, caseId: id, version: 1, material, pictures: own, createdAt: now },
			title: Object.keys(title).length ? title : { 'zh-CN': code, en: code }
		});
		open.set(code, { id, versionId, last: 0 });
	}
	return open;
}
