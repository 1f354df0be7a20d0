import { sql } from 'drizzle-orm';
import type { AskedAgain } from '$lib/features/training/index.server';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { missingOf, statesOf } from '../states.server';

/**
 * The modules that a person's open assignments lack because they count completions of a look-back only, by the module's
 * code, each with the assignment that is due first. Asks no permission: for training.
 */
export async function assignedAnew(
	db: Database,
	personId: string,
	today: IsoDate
): Promise<Map<string, AskedAgain>> {
	const mine = sql`s.person_id = ${personId} and x.look_back_days is not null`;
	const rows = await rowsOf<AskedAgain & { code: string }>(
		db,
		sql`select distinct on (w.code) w.code, y.id as "assignmentId", y.title, t.due_on::text as "dueOn"
			from ${missingOf(mine, today)} w join ${statesOf(mine, today)} t on t.id = w.id
			join assignments y on y.id = t.assignment_id
			where t.state not in ('done', 'exempt') order by w.code, t.due_on nulls last, y.id`
	);
	return new Map(rows.map(({ code, ...asked }) => [code, asked]));
}
