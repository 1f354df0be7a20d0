import { getTableColumns, sql, type Query, type SQL, type SQLWrapper } from 'drizzle-orm';
import { PgDialect, type PgDatabase, type PgQueryResultHKT, type PgTable } from 'drizzle-orm/pg-core';

/** The database or a transaction in it; the same type for the embedded server and a real one. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** An open database with what its driver needs at start and end. */
export interface DatabaseHandle {
	readonly kind: 'embedded' | 'server';
	readonly db: Database;
	/** Runs one statement with `$n` parameters, or several without any. */
	run(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
	/** Applies the migrations that are missing; safe when several instances start at once. */
	migrate(): Promise<void>;
	/** Hears what transactions tell a channel (`pg_notify`) once they are committed, on whatever instance. */
	listen(channel: string, hear: (payload: string) => void): Promise<void>;
	close(): Promise<void>;
}

/** The rows of a raw statement: the two drivers wrap them differently. */
export async function rowsOf<T = Record<string, unknown>>(db: Database, query: SQL): Promise<T[]> {
	return unwrapped<T>(await db.execute(query));
}

/** So many rows a query has. */
export const rowsIn = async (db: Database, query: SQLWrapper): Promise<number> =>
	(await rowsOf<{ count: number }>(db, sql`select count(*)::int as count from (${query}) found`))[0]!.count;

const unwrapped = <T>(result: unknown): T[] =>
	(Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as T[];

/**
 * Said before a statement whose best plan depends on its values: it is planned each time it is asked. A kept plan knows no
 * values, so it takes every word for a rare one.
 */
export const PLANNED_ANEW = '/* planned anew */';

/** What Drizzle keeps of a query that it has built; a transaction asks it through a session of its own. */
interface Built {
	getQuery(): Query;
	isResponseInArrayMode(): boolean;
	fields: never;
	joinsNotNullableMap: Record<string, boolean> | undefined;
}

/**
 * A query of every page, or of a command that many run at once, built once instead of for each request or transaction:
 * Drizzle takes longer to build one than to ask it. `build` ends in `.prepare('name')`; what differs is
 * `sql.placeholder()`.
 */
export function prepared<Q>(build: (db: Database) => Q): (db: Database) => Q {
	const bound = new WeakMap<Database, Q>();
	let first: Built | undefined;
	return (db) => {
		let query = bound.get(db);
		if (query) return query;
		if (first) {
			const { fields, joinsNotNullableMap } = first;
			const again = db._.session.prepareQuery(
				first.getQuery(),
				fields,
				undefined,
				first.isResponseInArrayMode()
			);
			query = Object.assign(again, { joinsNotNullableMap }) as unknown as Q;
		} else {
			query = build(db);
			first = query as unknown as Built;
		}
		bound.set(db, query);
		return query;
	};
}

const dialect = new PgDialect();

/** `rowsOf` for a statement of every page, built once: what differs is `sql.placeholder()`, given by name. */
export function preparedRows<T>(
	build: () => SQL
): (db: Database, values: Record<string, unknown>) => Promise<T[]> {
	let query: Query | undefined;
	const statement = prepared((db) =>
		db._.session.prepareQuery((query ??= dialect.sqlToQuery(build())), undefined, undefined, false)
	);
	return async (db, values) => unwrapped<T>(await statement(db).execute(values));
}

/**
 * An insert of a whole row into each of some tables, as one statement that is built once: every column is said, null
 * where there is nothing. Each row goes as one JSON value, so that its nulls, dates, lists and objects need no encoders.
 */
export function inserting<T extends readonly PgTable[]>(
	...tables: T
): (db: Database, ...rows: { [K in keyof T]: T[K]['$inferSelect'] }) => Promise<void> {
	const insert = preparedRows(() => {
		const parts = tables.map(
			(table, i) =>
				sql`${sql.identifier(`r${i}`)} as (insert into ${table} select * from jsonb_populate_record(null::${table}, ${sql.placeholder(`r${i}`)}::text::jsonb))`
		);
		return sql`with ${sql.join(parts, sql`, `)} select`;
	});
	const columns = tables.map((table) => Object.entries(getTableColumns(table)));
	return async (db, ...rows) => {
		const said = columns.map((own, i) => {
			const row = rows[i] as Record<string, unknown>;
			return [`r${i}`, JSON.stringify(Object.fromEntries(own.map(([key, { name }]) => [name, row[key]])))];
		});
		await insert(db, Object.fromEntries(said));
	};
}

/** A statement with `$n` parameters as a Drizzle query, so that foreign SQL can join our transaction. */
export function statement(text: string, values: unknown[] = []): SQL {
	const chunks = text.split(/\$(\d+)/).map((part, i) => {
		if (i % 2 === 0) return sql.raw(part);
		const value = values[Number(part) - 1];
		const isData =
			value !== null && typeof value === 'object' && !(value instanceof Date) && !Array.isArray(value);
		return sql`${sql.param(isData ? JSON.stringify(value) : (value ?? null))}`;
	});
	return sql.join(chunks);
}
