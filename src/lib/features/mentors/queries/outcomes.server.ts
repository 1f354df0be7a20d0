import { sql } from 'drizzle-orm';
import { standing } from '$lib/features/mentoring/index.server';
import { rowsOf, type Database } from '$lib/server/db/database';
import { within } from '$lib/server/db/facts';
import { noOutcomes, type Outcomes } from '../outcomes';

/** Past outcomes of mentors, in three queries however many. Asks no permission: the caller does. */
export async function outcomesOf(db: Database, ids: readonly string[]): Promise<Map<string, Outcomes>> {
	const all = new Map<string, Outcomes>();
	const add = (id: string, found: Partial<Outcomes>) =>
		all.set(id, { ...(all.get(id) ?? noOutcomes), ...found });
	const minutes = await rowsOf<{ id: string; minutes: number }>(
		db,
		sql`select p.mentor_id as id, sum(e.minutes)::int as minutes
			from pairings p
			join shadowing_entries e on e.pairing_id = p.id
			where ${within(sql`p.mentor_id`, ids)} and ${standing} = 'counted'
			group by p.mentor_id`
	);
	for (const { id, ...found } of minutes) add(id, found);
	const pairings = await rowsOf<{ id: string; completed: number; broken: number; ended: number }>(
		db,
		sql`select p.mentor_id as id, count(*) filter (where p.end_reason = 'completed')::int as completed,
				count(*) filter (where p.end_reason in ('request', 'hr'))::int as broken,
				count(*)::int as ended
			from pairings p where ${within(sql`p.mentor_id`, ids)} and p.ended_on is not null
			group by p.mentor_id`
	);
	for (const { id, ...found } of pairings) add(id, found);
	const exams = await rowsOf<{ id: string; sat: number; passed: number }>(
		db,
		sql`select x.id, count(*)::int as sat, count(*) filter (where x.passed)::int as passed
			from (select distinct p.mentor_id as id, a.id as attempt, r.passed
				from pairings p
				join attempts a on a.person_id = p.trainee_id
				join attempt_results r on r.attempt_id = a.id and r.released_at is not null and r.superseded_at is null
				join sittings s on s.id = a.sitting_id and not s.rehearsal
				where ${within(sql`p.mentor_id`, ids)} and s.opens_at >= p.starts_on
					and s.opens_at < coalesce(p.ended_on, p.ends_on) + interval '6 months') x
			group by x.id`
	);
	for (const { id, ...found } of exams) add(id, found);
	return all;
}
