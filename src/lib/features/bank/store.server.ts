import { setImmediate } from 'node:timers/promises';
import { sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from '$lib/server/db/database';
import { together } from '$lib/server/db/transaction';
import { randomSource, shuffled } from '$lib/server/random';
import { newId } from '$lib/shared/ids';
import { termVector } from '$lib/shared/search-terms';
import { shinglesOf, sketchOf } from './likeness';
import type { Question, Words } from './question';
import { shownOf } from './shown';
import type { ItemStatus, ItemUse } from './states';
import { itemKeys, items, itemVersions } from './tables.server';

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
}

/** Rows of one statement: enough that the statements do not count, few enough that none is huge. */
const ROWS = 500;

/**
 * Writes items with a version each, as drafts: new ones, and next versions of those that are there. All rows of a table
 * go in one statement per 500. Returns the ids of the versions, in the order of `stored`.
 */
export async function storeItems(
	tx: Database,
	now: Date,
	stored: readonly ItemToStore[],
	by: string | null
): Promise<string[]> {
	const ids: string[] = [];
	let written: Promise<unknown> = Promise.resolve();
	for (let from = 0; from < stored.length; from += ROWS) {
		// The next rows are made ready while the database writes those before them.
		const some = stored.slice(from, from + ROWS).map((item) => rowsOfItem(item, now, by));
		await written;
		written = writeRows(tx, some);
		// Whoever waits for it hears of it; nobody else does.
		written.catch(() => {});
		ids.push(...some.map(({ version }) => version.id));
		await setImmediate();
	}
	await written;
	return ids;
}

async function writeRows(tx: Database, some: readonly ReturnType<typeof rowsOfItem>[]): Promise<void> {
	const isFresh = ({ version }: (typeof some)[number]) => version.version === 1;
	const [fresh, known] = [some.filter(isFresh), some.filter((one) => !isFresh(one))];
	const rows = <K extends 'item' | 'version' | 'key'>(list: typeof some, key: K) =>
		list.map((one) => one[key]);
	await together(
		insertAll(tx, items, rows(fresh, 'item')),
		replaceAll(tx, rows(known, 'item')),
		insertAll(tx, itemVersions, rows(some, 'version')),
		insertAll(tx, itemKeys, rows(some, 'key'))
	);
}

function rowsOfItem(item: ItemToStore, now: Date, by: string | null) {
	const { id, code, question, about, pictures } = item;
	const versionId = newId(now);
	const { shown, aliases } = shownOf(question, (list) => shuffled(list, randomSource(versionId)));
	return {
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
			competency: about.competency,
			module: about.module,
			source: about.source,
			tags: about.tags,
			review_again_on: about.reviewAgainOn,
			case_id: item.case?.id ?? null,
			case_place: item.case?.place ?? null,
			setter_id: item.setterId,
			reviewer_id: null,
			reviewed_at: null,
			created_at: item.createdAt,
			changed_at: now,
			revision: item.revision,
			// As a text: PostgreSQL reads one sooner than the numbers of JSON one by one.
			sketch: `{${sketchOfWords(question.stem).join(',')}}`,
			terms: termVector([code, ...about.tags, ...textsOf(question)].join('\n'))
		},
		version: {
			id: versionId,
			item_id: id,
			version: item.version,
			type: question.type,
			shown,
			pictures,
			case_version_id: item.case?.versionId ?? null,
			created_by: by,
			created_at: now
		},
		key: { item_version_id: versionId, question, aliases }
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

const json = (rows: readonly object[]): SQL => sql`${JSON.stringify(rows)}::text::jsonb`;

async function insertAll(tx: Database, table: PgTable, rows: readonly object[]): Promise<void> {
	if (rows.length)
		await tx.execute(
			sql`insert into ${table} select * from jsonb_populate_recordset(null::${table}, ${json(rows)})`
		);
}

async function replaceAll(tx: Database, rows: readonly object[]): Promise<void> {
	if (rows.length)
		await tx.execute(sql`update items i set
			(status, "use", version_id, type, area, level, competency, module, difficulty, seconds, source, tags, case_id,
				case_place, review_again_on, setter_id, reviewer_id, reviewed_at, changed_at, revision, sketch, terms)
			= (n.status, n."use", n.version_id, n.type, n.area, n.level, n.competency, n.module, n.difficulty, n.seconds,
				n.source, n.tags, n.case_id, n.case_place, n.review_again_on, n.setter_id, null, null, n.changed_at,
				n.revision, n.sketch, n.terms)
			from jsonb_populate_recordset(null::items, ${json(rows)}) n where n.id = i.id`);
}
