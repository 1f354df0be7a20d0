import { sql, type SQL } from 'drizzle-orm';
import type { IsoDate } from '$lib/shared/dates';
import { rowsOf, type Database } from './database';

/** Whose facts are asked for: everybody's (null), these people's, or those whose id lies after one and up to another. */
export type People = readonly string[] | { after: string | null; upTo: string } | null;

/** As known at a date: what holds on that day, and with `recordedBefore` only what was recorded by that instant. */
export interface KnownAt {
	on: IsoDate;
	recordedBefore?: Date;
}

/** Restricts a column of person ids; two conditions at most, whatever their number. */
export function within(column: SQL, people: People): SQL {
	if (people === null) return sql`true`;
	if ('upTo' in people) {
		const first = people.after === null ? sql`` : sql`${column} > ${people.after} and `;
		return sql`${first}${column} <= ${people.upTo}`;
	}
	if (!people.length) return sql`false`;
	if (people.length === 1) return sql`${column} = ${people[0]}`;
	return sql`${column} in (${sql.join(
		people.map((id) => sql`${id}`),
		sql`, `
	)})`;
}

/** Holds when a row was recorded by the instant that is asked for. */
export const recordedBy = (column: SQL, { recordedBefore }: KnownAt): SQL =>
	recordedBefore ? sql`${column} <= ${recordedBefore.toISOString()}::timestamptz` : sql`true`;

/** The organisation's day that an instant falls on. */
export const dayOf = (column: SQL, zone = 'Asia/Shanghai'): SQL =>
	sql`(${column} at time zone ${sql.raw(`'${zone}'`)})::date`;

/**
 * One kind of fact as a select of three columns: `person_id`, `list` (the name of the kind) and `fact` (JSON). Kinds
 * can so be read together, in one query however many people and kinds there are.
 */
export interface FactSource<F> {
	list: string;
	rows(people: People, at: KnownAt): SQL;
	/** Adds to facts as they were read what is not in their rows. */
	complete?(db: Database, facts: unknown[]): Promise<void>;
	/** Only for the type. */
	fact?: F;
}

/** Every fact of several kinds by person, in no particular order, in one query. */
export async function readFacts(
	db: Database,
	sources: readonly FactSource<unknown>[],
	people: People,
	at: KnownAt
): Promise<{ person: string; facts: [list: string, fact: unknown][] }[]> {
	if (people && 'length' in people && !people.length) return [];
	const rows = sql.join(
		sources.map((source) => source.rows(people, at)),
		sql` union all `
	);
	const found = await rowsOf<{ person: string; facts: [string, unknown][] }>(
		db,
		sql`select person_id as person, json_agg(json_build_array(list, fact)) as facts from (${rows}) known group by person_id`
	);
	for (const { list, complete } of sources) {
		if (!complete) continue;
		const own: unknown[] = [];
		for (const { facts } of found) for (const pair of facts) if (pair[0] === list) own.push(pair[1]);
		if (own.length) await complete(db, own);
	}
	return found;
}

/** The facts of one kind by person, sorted; people without any have no entry. */
export async function factsOf<F>(
	db: Database,
	source: FactSource<F>,
	people: People,
	at: KnownAt,
	compare: (a: F, b: F) => number
): Promise<Map<string, F[]>> {
	const found = await readFacts(db, [source], people, at);
	return new Map(found.map(({ person, facts }) => [person, facts.map(([, fact]) => fact as F).sort(compare)]));
}

/** Orders by a date, and by id within a day. */
export const byDate =
	<F extends { id: string }>(date: (fact: F) => IsoDate) =>
	(a: F, b: F): number => {
		const [x, y] = [date(a), date(b)];
		return x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
	};
