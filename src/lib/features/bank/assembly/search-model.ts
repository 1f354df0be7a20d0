import { eligible, fixedIds, isIn, marksOf, type Blueprint, type PoolItem } from './blueprint';
import { unitsOf, type Unit } from './programme';

/** A sum over the units of a paper, and between which bounds it has to be. */
export interface Row {
	from: number;
	to: number;
	/** By unit. */
	of: Float64Array;
	/** Units that add to it. */
	members: Int32Array;
	/** What an item adds about: how far the sum is off counts in items. */
	scale: number;
}

/** A blueprint over a bank, made ready to be searched many times. */
export interface SearchModel {
	units: Unit[];
	/** The first one counts items. */
	rows: Row[];
	/** By unit: what it has enemies by. */
	keys: number[][];
	keyCount: number;
	fixed: number[];
	/** Units that weigh the same in all but difficulty and time, by unit. */
	likes: Int32Array[];
}

export function searchModelOf(blueprint: Blueprint, pool: readonly PoolItem[]): SearchModel {
	const items = eligible(
		blueprint,
		[...pool].sort((a, b) => (a.id < b.id ? -1 : 1))
	);
	const isPeaceful = ({ items }: Unit) => {
		const keys = items.flatMap(({ enemies }) => [...new Set(enemies)]);
		return new Set(keys).size === keys.length;
	};
	const units = unitsOf(items).filter(isPeaceful);
	const rows: Row[] = [];
	const row = (from: number, to: number, value: (item: PoolItem) => number) => {
		const of = Float64Array.from(units, ({ items }) => items.reduce((sum, item) => sum + value(item), 0));
		const members = Int32Array.from(units.keys()).filter((i) => of[i]! > 0);
		const size = members.reduce((sum, i) => sum + units[i]!.items.length, 0);
		const scale = Math.max(1, of.reduce((sum, one) => sum + one, 0) / Math.max(1, size));
		rows.push({ from, to, of, members, scale });
	};
	const { items: length, cells, total, seconds, difficulty, earlier } = blueprint;
	row(length, length, () => 1);
	for (const cell of cells) row(cell.from, cell.to, (item) => Number(isIn(cell, item)));
	if (total) row(total.from, total.to, (item) => marksOf(blueprint, item));
	for (const before of earlier?.papers ?? []) {
		const ids = new Set(before);
		row(0, earlier!.most, ({ id }) => Number(ids.has(id)));
	}
	const counted = rows.length;
	if (seconds) row(seconds.from, seconds.to, (item) => item.seconds);
	if (difficulty) {
		const { mean, tolerance } = difficulty;
		row((mean - tolerance) * length, (mean + tolerance) * length, (item) => item.difficulty);
	}
	const always = fixedIds(blueprint, items);
	const { keys, keyCount } = keysOf(units);
	return {
		...{ units, rows, keys, keyCount, likes: likesOf(units, rows.slice(0, counted)) },
		fixed: [...units.keys()].filter((i) => units[i]!.items.some(({ id }) => always.has(id)))
	};
}

function keysOf(units: readonly Unit[]): { keys: number[][]; keyCount: number } {
	const numbers = new Map<string, number>();
	const numberOf = (key: string) => {
		const number = numbers.get(key) ?? numbers.size;
		numbers.set(key, number);
		return number;
	};
	const keys = units.map(({ items }) => items.flatMap(({ enemies }) => [...new Set(enemies)].map(numberOf)));
	return { keys, keyCount: numbers.size };
}

function likesOf(units: readonly Unit[], rows: readonly Row[]): Int32Array[] {
	const groups = new Map<string, number[]>();
	const signatures = units.map((_, i) => rows.map(({ of }) => of[i]).join());
	signatures.forEach((signature, i) => groups.set(signature, [...(groups.get(signature) ?? []), i]));
	const packed = new Map([...groups].map(([signature, list]) => [signature, Int32Array.from(list)]));
	return signatures.map((signature) => packed.get(signature)!);
}
