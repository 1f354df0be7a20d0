import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { Question } from '../question';
import type { ItemStatus } from '../states';
import type { About } from '../store.server';

/** An item as it stands in the bank. */
export interface KnownItem extends About {
	id: string;
	code: string;
	status: ItemStatus;
	version: number;
	revision: number;
	createdAt: string;
	question: Question;
	pictures: Record<string, string>;
	caseId: string | null;
	casePlace: number | null;
	caseVersionId: string | null;
}

/** What is there under some codes; `lock`: until the transaction ends. */
export async function known(
	db: Database,
	names: readonly string[],
	{ lock = false } = {}
): Promise<Map<string, KnownItem>> {
	const codes = [...new Set(names.filter((name) => name && name.length <= 60))];
	if (!codes.length) return new Map();
	const rows = await rowsOf<KnownItem>(
		db,
		sql`select i.id, i.code, i.status, v.version, i.revision, i.created_at as "createdAt", i.area, i.level, i.difficulty,
				i.seconds, i."use", i.module, i.tags, i.competency, i.source, i.review_again_on::text as "reviewAgainOn",
				i.case_id as "caseId", i.case_place as "casePlace", v.case_version_id as "caseVersionId", v.pictures, k.question
			from jsonb_array_elements_text(${JSON.stringify(codes)}::text::jsonb) n(code)
				join items i on i.code = n.code
				join item_versions v on v.id = i.version_id join item_keys k on k.item_version_id = v.id
			order by i.id ${lock ? sql`for update of i` : sql``}`
	);
	return new Map(rows.map((row) => [row.code, row]));
}
