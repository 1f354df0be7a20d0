import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { Question } from '../question';
import type { ItemToStore } from '../store.server';

/** Questions of one statement, and of the first one, so that the database has something to do soon. */
const ROWS = 500;
const FIRST = 100;

/**
 * Items of a file with what they say, some hundreds at a time: those that come next are asked for before those that are
 * there are written, so that the database never waits for them to be made ready. They come in the order of the file.
 */
export async function* withWords<T extends { position: number }>(
	tx: Database,
	importId: string,
	taken: readonly T[],
	itemOf: (one: T) => Omit<ItemToStore, 'question'>
): AsyncGenerator<ItemToStore[]> {
	const ask = (some: readonly T[]) => {
		const asked = rowsOf<{ position: number; question: Question; sketch: string | null }>(
			tx,
			sql`select position, question, sketch::text from imported_questions where import_id = ${importId}::uuid
				and position between ${some[0]!.position}::int and ${some.at(-1)!.position}::int`
		);
		// Whoever waits for it hears of it; nobody else does.
		asked.catch(() => {});
		return asked;
	};
	let some = taken.slice(0, FIRST);
	let asked = some.length ? ask(some) : null;
	for (let end = some.length; asked; end += some.length) {
		const found = new Map((await asked).map((row) => [row.position, row]));
		const items = some.map((one) => {
			const { question, ...kept } = found.get(one.position)!;
			return { ...itemOf(one), question, kept: { importId, ...kept } };
		});
		some = taken.slice(end, end + ROWS);
		asked = some.length ? ask(some) : null;
		yield items;
	}
}
