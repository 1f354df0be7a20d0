import { sql, type Query, type SQL } from 'drizzle-orm';
import { PgDialect, type PgDatabase, type PgQueryResultHKT } from 'drizzle-orm/pg-core';

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

const unwrapped = <T>(result: unknown): T[] =>
	(Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as T[];

/**
 * A query of every page, built once for each database instead of for each request: Drizzle takes longer to build one
 * than to ask it. `build` ends in `.prepare('name')`; what differs is `sql.placeholder()`.
 */
export function prepared<Q>(build: (db: Database) => Q): (db: Database) => Q {
	const built = new WeakMap<Database, Q>();
	return (db) => {
		let query = built.get(db);
		if (!query) built.set(db, (query = build(db)));
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
