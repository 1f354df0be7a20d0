import { sql } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import { rowsOf, type Database } from '$lib/server/db/database';
import { loadContents } from '../versions.server';

/**
 * The first module in the catalogue's order that somebody has begun and not completed, with the steps left: lessons
 * and check. One query. Asks no permission: for the page of the person themselves.
 */
export async function findModuleInProgress(
	db: Database,
	personId: string
): Promise<{ code: string; title: LocalText; stepsLeft: number } | null> {
	const [row] = await rowsOf<{ code: string; version: string; done: number }>(
		db,
		sql`select m.code, e.module_version_id as version, (select count(*)::int from lesson_progress l
				where l.enrolment_id = e.id and l.finished_at is not null) as done
			from enrolments e
			join module_versions v on v.id = e.module_version_id
			join modules m on m.id = v.module_id
			where e.person_id = ${personId} and e.moved_at is null
				and not exists (select 1 from completions c where c.enrolment_id = e.id)
			order by m.position, m.code, v.version desc limit 1`
	);
	const content = row && (await loadContents(db, [row.version])).get(row.version);
	if (!content) return null;
	return { code: row.code, title: content.title, stepsLeft: content.lessons.length + 1 - row.done };
}
