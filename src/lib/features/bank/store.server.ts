import { setImmediate } from 'node:timers/promises';
import type { Database } from '$lib/server/db/database';
import { together } from '$lib/server/db/transaction';
import { randomSource, shuffled } from '$lib/server/random';
import { newId } from '$lib/shared/ids';
import { termVector } from '$lib/shared/search-terms';
import { shinglesOf, sketchOf } from './likeness';
import type { Question, Words } from './question';
import { shownOf } from './shown';
import type { ItemStatus, ItemUse } from './states';
import { statementsFor } from './store-statements.server';

/** What is known of an item beside what it says. */
export interface About {
	area: string;
	level: string;
	/** Share of its marks that candidates are expected to lose, in thousandths. */
	difficulty: number;
	seconds: number;
	use: ItemUse;
	competency: string | null;
	module: string | null;
	source: string | null;
	tags: readonly string[];
	/** As a date; from then on it asks to be reviewed again. */
	reviewAgainOn: string | null;
}

/** A version of an item to be written, with the item as it stands from then on. */
export interface ItemToStore {
	id: string;
	code: string;
	/** 1 for a new item. */
	version: number;
	/** Of the item from now on. */
	revision: number;
	createdAt: Date;
	question: Question;
	about: About;
	case: { id: string; versionId: string; place: number } | null;
	/** Ids of files by the names under which the words show them. */
	pictures: Record<string, string>;
	setterId: string | null;
	/** Where its question stands in the database already, in the preview of a file. */
	kept?: KeptQuestion;
}

export interface KeptQuestion {
	importId: string;
	position: number;
	/** Of its stem (`sketchOfWords`), as PostgreSQL writes a list; null where nobody has made it yet. */
	sketch: string | null;
}

/** Rows of one statement: enough that the statements do not count, few enough that none is huge. */
const ROWS = 500;
/** Rows that are made ready at once. */
const STEP = 10;
export type RowsOfItem = ReturnType<typeof rowsOfItem>;

/**
 * Writes items with a version each, as drafts: new ones, and next versions of those that are there. All rows of a table
 * go in one statement per 500, or as many as come at once. Returns the ids of the versions, in the order of `stored`.
 */
export async function storeItems(
	tx: Database,
	now: Date,
	stored: readonly ItemToStore[] | AsyncIterable<readonly ItemToStore[]>,
	by: string | null
): Promise<string[]> {
	const ids: string[] = [];
	let written: Promise<unknown> = Promise.resolve();
	for await (const list of Symbol.iterator in stored ? chunksOf(stored, ROWS) : stored) {
		// The next rows are made ready while the database writes those before them.
		const some: RowsOfItem[] = [];
		for (const [i, item] of list.entries()) {
			some.push(rowsOfItem(item, now, by));
			// What was sent goes out only between two steps.
			if (i % STEP === STEP - 1) await setImmediate();
		}
		const statements = statementsFor(some);
		await written;
		written = together(...statements.map(async (one) => void (await tx.execute(one))));
		// Whoever waits for it hears of it; nobody else does.
		written.catch(() => {});
		ids.push(...some.map(({ version }) => version.id));
		await setImmediate();
	}
	await written;
	return ids;
}

/** A list a few at a time. */
function* chunksOf<T>(list: readonly T[], size: number): Generator<readonly T[]> {
	for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

function rowsOfItem(item: ItemToStore, now: Date, by: string | null) {
	const { id, code, question, about, pictures } = item;
	const versionId = newId(now);
	const { shown, aliases } = shownOf(question, (list) => shuffled(list, randomSource(versionId)));
	return {
		// What is not known is left out: in the row it is null.
		item: {
			id,
			code,
			status: 'draft' satisfies ItemStatus,
			version_id: versionId,
			type: question.type,
			area: about.area,
			level: about.level,
			difficulty: about.difficulty,
			seconds: about.seconds,
			use: about.use,
			competency: about.competency ?? undefined,
			module: about.module ?? undefined,
			source: about.source ?? undefined,
			tags: about.tags,
			review_again_on: about.reviewAgainOn ?? undefined,
			case_id: item.case?.id,
			case_place: item.case?.place,
			setter_id: item.setterId,
			created_at: item.createdAt,
			changed_at: now,
			revision: item.revision
		},
		// As texts: PostgreSQL reads them sooner than the parts of JSON one by one.
		made: {
			sketch: item.kept?.sketch ?? `{${sketchOfWords(question.stem).join(',')}}`,
			terms: termVector([code, ...about.tags, ...textsOf(question)].join('\n'))
		},
		version: {
			id: versionId,
			item_id: id,
			version: item.version,
			type: question.type,
			shown,
			pictures,
			case_version_id: item.case?.versionId,
			created_by: by,
			created_at: now
		},
		key: { item_version_id: versionId, question: item.kept ? undefined : question, aliases },
		kept: item.kept
	};
}

/** By which an item that says nearly the same in either language is found. */
export const sketchOfWords = (words: Words): number[] => sketchOfSets(Object.values(words).map(shinglesOf));

/** The same of the shingles of its texts. */
export const sketchOfSets = (sets: readonly Int32Array[]): number[] => [...new Set(sets.flatMap(sketchOf))];

/** Every text of a question that somebody may look for: not its explanation. */
function textsOf(question: Question): string[] {
	const words = (list: readonly (Words | undefined)[]) => list.flatMap((one) => Object.values(one ?? {}));
	switch (question.type) {
		case 'single':
		case 'multiple':
			return words([question.stem, ...question.options.map(({ text }) => text)]);
		case 'matching':
			return words([
				question.stem,
				...question.pairs.flatMap(({ left, right }) => [left, right]),
				...question.others.map(({ right }) => right)
			]);
		case 'ordering':
			return words([question.stem, ...question.items.map(({ text }) => text)]);
		default:
			return words([question.stem]);
	}
}
