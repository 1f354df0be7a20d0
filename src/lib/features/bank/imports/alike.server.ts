import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { isNearlySame, likenessOf, NEARLY_SAME, shinglesOf } from '../likeness';
import type { Words } from '../question';
import { sketchOfSets } from '../store.server';
import { MOST_QUESTIONS, type Alike } from './model';

/** A stem that is looked for. */
export interface Stem {
	/** Its own name in what is found. */
	position: number;
	stem: Words;
	/** Of the item that it is a version of: not like itself. */
	code: string | null;
}

/** Most items that are named for one stem. */
const NAMED = 3;
/** A shingle that stands in more items tells little: others of the stem are looked for. */
const COMMON = 200;
/** Numbers of a sketch that are looked for at least. */
const LOOKED_FOR = 4;

/** How many numbers two sketches must share to be looked at: with likeness 0.6 fewer come once in a thousand times. */
const shared = (length: number): number => (length <= 4 ? 1 : length <= 8 ? 2 : 3);

type Sets = Int32Array[];
const setsOf = (stem: Words): Sets => Object.values(stem).map((text) => shinglesOf(text));
const likeness = (a: Sets, b: Sets): number =>
	Math.max(0, ...a.flatMap((one) => b.map((other) => likenessOf(one, other))));
const isAlike = (a: Sets, b: Sets): boolean => a.some((one) => b.some((other) => isNearlySame(one, other)));

export interface Sketched extends Stem {
	sketch: number[];
	sets: Sets;
}

/** A stem ready to be compared. */
export function sketched(stem: Stem): Sketched {
	const sets = setsOf(stem.stem);
	return { ...stem, sketch: sketchOfSets(sets), sets };
}

/** Items of the bank that say nearly the same as some stems, the likest first; only stems that have some. */
export async function findAllAlike(
	db: Database,
	some: readonly Sketched[],
	common: ReadonlyMap<number, number>
): Promise<Map<number, Alike[]>> {
	const found = new Map<number, Alike[]>();
	const byPosition = new Map(some.map((one) => [one.position, one]));
	for (const { position, code, status, stem } of await candidates(db, some, common)) {
		const own = byPosition.get(position)!;
		if (own.code === code) continue;
		const like = likeness(own.sets, setsOf(stem));
		if (like >= NEARLY_SAME)
			found.set(position, [...(found.get(position) ?? []), { code, status, likeness: like }]);
	}
	for (const list of found.values()) list.sort((a, b) => b.likeness - a.likeness).splice(NAMED);
	return found;
}

function candidates(db: Database, some: readonly Sketched[], common: ReadonlyMap<number, number>) {
	const asked = some.map(({ position, sketch }) => {
		const rare = rareOf(sketch, common);
		return {
			position,
			// As texts: PostgreSQL reads them sooner than the numbers of JSON one by one.
			sketch: `{${sketch.join(',')}}`,
			...(rare !== sketch && { rare: `{${rare.join(',')}}` }),
			least: shared(sketch.length)
		};
	});
	return rowsOf<{ position: number; code: string; status: string; stem: Words }>(
		db,
		sql`select n.position, i.code, i.status, k.question->'stem' as stem
			from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
					as n(position int, sketch int[], rare int[], least int)
				join items i on i.sketch && coalesce(n.rare, n.sketch)
				join item_keys k on k.item_version_id = i.version_id
			where i.status <> 'retired'
				and (select count(*) from unnest(i.sketch) s where s = any(n.sketch)) >= n.least`
	);
}

/** Those of a sketch that few items have; where all are common, the least common of them. */
function rareOf(sketch: number[], common: ReadonlyMap<number, number>): number[] {
	if (!common.size) return sketch;
	const rare = sketch.filter((one) => !common.has(one));
	if (rare.length >= LOOKED_FOR) return rare;
	return [...sketch].sort((a, b) => (common.get(a) ?? 0) - (common.get(b) ?? 0)).slice(0, LOOKED_FOR);
}

/** Numbers that many items have, with how many. Worth its while only for many stems, for it reads all sketches. */
export async function commonNumbers(db: Database): Promise<Map<number, number>> {
	const rows = await rowsOf<{ number: number; n: number }>(
		db,
		sql`select s as number, count(*)::int as n from items i, unnest(i.sketch) s group by s having count(*) > ${COMMON}`
	);
	return new Map(rows.map(({ number, n }) => [number, n]));
}

/** Stems that are kept for one number of their sketches: the first ones that had it. */
const FIRST = 30;
/** Numbers of a sketch by which stems of the same file are found: those that the fewest have. */
const RAREST = 10;

/** Gives for each stem of a file, in their order, the position of one before it that says nearly the same. */
export function beforeInFile(): (own: Sketched) => number | undefined {
	const all: Sketched[] = [];
	const having = new Map<number, number[]>();
	const counts = new Uint8Array(MOST_QUESTIONS);
	return (own) => {
		const at = all.push(own) - 1;
		const lists: number[][] = [];
		for (const number of own.sketch) {
			const others = having.get(number);
			if (others) lists.push(others);
			else having.set(number, [at]);
		}
		lists.sort((a, b) => a.length - b.length);
		const near: number[] = [];
		for (const others of lists.slice(0, RAREST))
			for (const other of others) if ((counts[other] = counts[other]! + 1) === 1) near.push(other);
		const least = Math.min(2, shared(own.sketch.length));
		let first = Infinity;
		for (const other of near) {
			if (counts[other]! >= least && other < first && isAlike(own.sets, all[other]!.sets)) first = other;
			counts[other] = 0;
		}
		for (const others of lists) if (others.length < FIRST) others.push(at);
		return all[first]?.position;
	};
}
