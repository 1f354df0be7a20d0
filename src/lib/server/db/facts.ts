import { sql, type Placeholder, type SQL } from 'drizzle-orm';
import { addDays, instantIn, type IsoDate } from '$lib/shared/dates';
import { preparedRows, rowsOf, type Database } from './database';

/** Whose facts are asked for: everybody's (null), these people's, or those whose id lies after one and up to another. */
export type People = readonly string[] | { after: string | null; upTo: string } | null;

/** As known at a date: what holds on that day, and with `recordedBefore` only what was recorded by that instant. */
export interface KnownAt {
	on: IsoDate;
	recordedBefore?: Date;
}

/** A person, a day and its end as a query has them: given, or places in a query that is built once. */
export type Asked = People | readonly [Placeholder];
export interface AskedAt {
	on: IsoDate | Placeholder;
	/** The first instant that is no longer of the day. */
	end: string | Placeholder;
	recordedBefore?: Date;
}

/** Restricts a column of person ids; two conditions at most, whatever their number. */
export function within(column: SQL, people: Asked): SQL {
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
export const recordedBy = (column: SQL, { recordedBefore }: AskedAt): SQL =>
	recordedBefore ? sql`${column} <= ${recordedBefore.toISOString()}::timestamptz` : sql`true`;

/** Holds when a row that newer ones take the place of stood at the instant that is asked for. */
export const stoodAt = (superseded: SQL, { recordedBefore }: AskedAt): SQL =>
	recordedBefore
		? sql`(${superseded} is null or ${superseded} > ${recordedBefore.toISOString()}::timestamptz)`
		: sql`${superseded} is null`;

/** The organisation's day that an instant falls on, as SQL. */
export const dayOf = (column: string): string => `(${column} at time zone 'Asia/Shanghai')::date`;

/** Holds when an instant lies on the day that is asked for, or before. */
export const byEndOf = (column: SQL, { end }: AskedAt): SQL => sql`${column} < ${end}::timestamptz`;

const endOf = (on: IsoDate): string => instantIn(`${addDays(on, 1)}T00:00`)!.toISOString();

/**
 * One kind of fact, read as arrays of values: kinds can so be read together, in one query however many people and
 * kinds there are, and a value costs no more than in a row of its own.
 */
export interface FactSource<F> {
	/** Name of the kind. */
	list: string;
	/** The person's id. */
	person: string;
	/** The values of a fact, as SQL. */
	fields: readonly string[];
	/** Where the rows come from: `from … where …`. */
	from(people: Asked, at: AskedAt): SQL;
	/** A fact of its values, in the order of `fields`. Written out: with names in a loop it takes twice the time. */
	build(values: readonly unknown[]): F;
	/** Reads what facts take from elsewhere, given the values of each, before they are built. */
	prepare?(db: Database, values: readonly unknown[][]): Promise<void>;
}

/**
 * Puts every fact of several kinds in its place with one query: for each person that has any, a list for each of the
 * sources, in no particular order.
 */
export async function readFacts(
	db: Database,
	sources: readonly FactSource<unknown>[],
	people: People,
	at: KnownAt,
	place: (person: string, facts: unknown[][]) => void
): Promise<void> {
	if (people && 'length' in people && !people.length) return;
	const [end, one] = [endOf(at.on), people && 'length' in people && people.length === 1 ? people[0] : null];
	const found =
		one && !at.recordedBefore
			? await ofOne(sources)(db, { person: one, on: at.on, end })
			: await rowsOf<Found>(db, queryOf(sources, people, { ...at, end }));
	await prepare(db, sources, found);
	for (const { person, facts } of found) {
		const lists: unknown[][] = sources.map(() => []);
		for (const values of facts) {
			const i = values[values.length - 1] as number;
			lists[i]!.push(sources[i]!.build(values));
		}
		place(person, lists);
	}
}

interface Found {
	person: string;
	facts: unknown[][];
}

function queryOf(sources: readonly FactSource<unknown>[], people: Asked, at: AskedAt): SQL {
	const selects = sources.map(
		({ person, fields, from }, i) =>
			sql`select ${sql.raw(person)} as person, json_build_array(${sql.raw(
				[...fields, String(i)].join(', ')
			)}) as fact ${from(people, at)}`
	);
	return sql`select person, json_agg(fact) as facts from (${sql.join(selects, sql` union all `)}) known group by person`;
}

/** The query of one person, which pages ask: built once for each choice of sources. */
const queries = new WeakMap<readonly FactSource<unknown>[], ReturnType<typeof preparedRows<Found>>>();
function ofOne(sources: readonly FactSource<unknown>[]) {
	let query = queries.get(sources);
	if (!query) {
		const [person, on, end] = ['person', 'on', 'end'].map((name) => sql.placeholder(name)) as [
			Placeholder,
			Placeholder,
			Placeholder
		];
		query = preparedRows<Found>(() => queryOf(sources, [person], { on, end }));
		queries.set(sources, query);
	}
	return query;
}

async function prepare(
	db: Database,
	sources: readonly FactSource<unknown>[],
	found: readonly { facts: unknown[][] }[]
): Promise<void> {
	for (const [i, source] of sources.entries()) {
		if (!source.prepare) continue;
		const own: unknown[][] = [];
		for (const { facts } of found)
			for (const values of facts) if (values[values.length - 1] === i) own.push(values);
		if (own.length) await source.prepare(db, own);
	}
}

/** The facts of one kind by person, sorted; people without any have no entry. */
export async function factsOf<F>(
	db: Database,
	source: FactSource<F>,
	people: People,
	at: KnownAt,
	compare: (a: F, b: F) => number
): Promise<Map<string, F[]>> {
	const all = new Map<string, F[]>();
	await readFacts(db, [source], people, at, (person, [facts]) =>
		all.set(person, (facts as F[]).sort(compare))
	);
	return all;
}

/** Orders by a date, and by id within a day. */
export const byDate =
	<F extends { id: string }>(date: (fact: F) => IsoDate) =>
	(a: F, b: F): number => {
		const [x, y] = [date(a), date(b)];
		return x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
	};
