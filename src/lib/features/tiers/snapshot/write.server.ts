import { sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { within, type People } from '$lib/server/db/facts';
import { addDays, type IsoDate } from '$lib/shared/dates';
import type { PersonFacts } from '../engine/facts';
import { noFacts } from '../engine/facts';
import type { PolicyVersion } from '../queries/policies.server';
import { EXPIRING_DAYS } from '../rules';
import { laddersFor, standOn, type Member } from '../standing';
import { rowOf, type StandingRow } from './row';

/** The rows of people on a day, of every ladder that concerns them and has a standard. Pure. */
export function rowsFor(
	members: readonly Member[],
	facts: ReadonlyMap<string, PersonFacts>,
	versions: ReadonlyMap<string, PolicyVersion>,
	asOf: IsoDate
): StandingRow[] {
	const rows: StandingRow[] = [];
	for (const member of members) {
		if (!member.active) continue;
		const known = facts.get(member.personId) ?? noFacts(member.personId);
		for (const ladder of laddersFor(member, known, asOf)) {
			const version = versions.get(ladder);
			if (!version) continue;
			rows.push(rowOf(member, standOn(version.policy, ladder, member, known, asOf), known, version, asOf));
		}
	}
	return rows;
}

const columns = {
	...{ person_id: 'uuid', ladder: 'text', name: 'text', employee_no: 'text', grams: 'text[]' },
	...{
		unit_id: 'uuid',
		unit_path: 'text',
		policy_version_id: 'uuid',
		tier: 'text',
		rank: 'int',
		target: 'text'
	},
	...{ eligible: 'boolean', met: 'int', total: 'int', missing: 'int', certificate_only: 'boolean' },
	...{ retained: 'boolean', earliest: 'date', certificate_to: 'date', appointed_to: 'date' },
	...{ exceptions: 'int', score: 'int', open_decision_id: 'uuid', summary: 'jsonb' }
} satisfies Record<keyof StandingRow, string>;
const names = Object.keys(columns);
const list = (of: (name: string) => string, all = names): SQL => sql.raw(all.map(of).join(', '));
const changing = names.filter((name) => name !== 'person_id' && name !== 'ladder');

/** Puts rows in the place of all that the snapshot holds of people; writes only what differs. */
export async function replaceRows(
	tx: Database,
	people: People,
	rows: readonly StandingRow[],
	at: { asOf: IsoDate; now: Date }
): Promise<void> {
	const given = sql`json_to_recordset(${JSON.stringify(rows)}::json)
		as given(${list((name) => `${name} ${columns[name as keyof StandingRow]}`)})`;
	await tx.execute(sql`with given as materialized (select * from ${given}),
		gone as (delete from standings s where ${within(sql`s.person_id`, people)}
			and not exists (select 1 from given g where g.person_id = s.person_id and g.ladder = s.ladder))
		insert into standings as s (${list((name) => name)}, as_of, refreshed_at)
		select ${list((name) => name)}, ${at.asOf}::date, ${at.now.toISOString()}::timestamptz from given
		on conflict (person_id, ladder) do update set
			${list((name) => `${name} = excluded.${name}`, changing)},
			as_of = excluded.as_of, refreshed_at = excluded.refreshed_at
		where (${list((name) => `s.${name}`, changing)}) is distinct from (${list((name) => `excluded.${name}`, changing)})`);
}

/** Counts units anew: those given, or every one (null). */
export async function recount(
	tx: Database,
	units: readonly string[] | null,
	ladders: readonly string[],
	asOf: IsoDate
): Promise<void> {
	if (units?.length === 0) return;
	const soon = addDays(asOf, EXPIRING_DAYS);
	const which = within(sql`unit_id`, units);
	await tx.execute(sql`delete from standing_counts where ${which}`);
	if (!ladders.length) return;
	await tx.execute(sql`insert into standing_counts (ladder, unit_id, target, people, eligible, proposed,
			one_missing, certificate_only, expiring, ending, lapsed, excepted)
		select ladder, unit_id, coalesce(target, ''), ${counts(soon)} from standings
		where ${within(sql`ladder`, ladders)} and ${which} group by 1, 2, 3`);
}

/** What is counted of standings, by the day before which a validity runs out soon; in the order of the columns. */
export const counts = (soon: IsoDate): SQL => sql`count(*)::int as people,
	(count(*) filter (where eligible and open_decision_id is null))::int as eligible,
	(count(*) filter (where open_decision_id is not null))::int as proposed,
	(count(*) filter (where missing = 1))::int as one_missing,
	(count(*) filter (where certificate_only))::int as certificate_only,
	(count(*) filter (where certificate_to < ${soon}))::int as expiring,
	(count(*) filter (where appointed_to < ${soon}))::int as ending,
	(count(*) filter (where not retained))::int as lapsed,
	(count(*) filter (where exceptions > 0))::int as excepted`;

/** The units of people, as the snapshot has them. */
export async function unitsOf(tx: Database, people: People): Promise<string[]> {
	const rows = await rowsOf<{ unit_id: string }>(
		tx,
		sql`select distinct unit_id from standings where ${within(sql`person_id`, people)}`
	);
	return rows.map(({ unit_id }) => unit_id);
}
