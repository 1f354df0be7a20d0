import type { Programme } from '$lib/server/solver';
import { fixedIds, isIn, marksOf, type Blueprint, type PoolItem } from './blueprint';

/** What comes onto a paper as one: an item, or all items of a case. */
export interface Unit {
	items: PoolItem[];
}

export const unitsOf = (items: readonly PoolItem[]): Unit[] => {
	const units = new Map<string, PoolItem[]>();
	for (const item of items) {
		const key = item.group === null ? `item ${item.id}` : `group ${item.group}`;
		const unit = units.get(key);
		if (unit) unit.push(item);
		else units.set(key, [item]);
	}
	return [...units.values()].map((items) => ({ items }));
};

/** A row of the programme under construction. */
interface Row {
	name: string;
	from: number;
	to: number;
}

/** A column of it, with what it adds to which rows. */
interface Column {
	entries: [row: number, value: number][];
	cost: number;
	lower: number;
	upper: number;
	whole: boolean;
}

/** How much a second of difference between papers weighs beside a thousandth of difficulty. */
const SECOND = 0.2;

export interface PaperProgramme {
	programme: Programme;
	/** By row. */
	names: string[];
	/** Whether a unit stands on a paper, in a solution's values. */
	takes: (values: Float64Array, unit: number, paper: number) => boolean;
}

/**
 * Papers as a programme of whole numbers: a column for each unit on each paper, 1 when it stands there; a row for each
 * constraint of each paper. What is minimised is how far the papers are apart, in difficulty and then in time
 * (van der Linden, Linear Models for Optimal Test Design, 2005, chapters 4 and 6).
 */
export function programmeOf(blueprint: Blueprint, units: readonly Unit[], papers: number): PaperProgramme {
	const rows: Row[] = [];
	const columns: Column[] = [];
	const row = (name: string, from: number, to: number) => rows.push({ name, from, to }) - 1;
	const sum = ({ items }: Unit, of: (item: PoolItem) => number) =>
		items.reduce((all, one) => all + of(one), 0);
	const { items: length, cells, total, seconds, difficulty, earlier, shared } = blueprint;

	const always = fixedIds(
		blueprint,
		units.flatMap(({ items }) => items)
	);
	const isFixed = ({ items }: Unit) => always.has(items[0]!.id);
	for (const unit of units) {
		for (let paper = 0; paper < papers; paper++) {
			columns.push({ entries: [], cost: 0, lower: Number(isFixed(unit)), upper: 1, whole: true });
		}
	}
	const column = (unit: number, paper: number) => columns[unit * papers + paper]!;
	const limit = (name: string, paper: number, from: number, to: number, of: (unit: Unit) => number) => {
		const at = row(name, from, to);
		units.forEach((unit, i) => {
			const value = of(unit);
			if (value) column(i, paper).entries.push([at, value]);
		});
	};
	/** A pair of columns between which every paper stays: their distance is what costs. */
	const keepTogether = (name: string, of: (item: PoolItem) => number, cost: number) => {
		const [most, least] = [cost, -cost].map((cost) => {
			columns.push({ entries: [], cost, lower: 0, upper: Infinity, whole: false });
			return columns.at(-1)!;
		});
		for (let paper = 0; paper < papers; paper++) {
			limit(name, paper, -Infinity, 0, (unit) => sum(unit, of));
			most!.entries.push([rows.length - 1, -1]);
			limit(name, paper, 0, Infinity, (unit) => sum(unit, of));
			least!.entries.push([rows.length - 1, -1]);
		}
	};
	/** By what makes enemies: how many items of which units have it. */
	const enemies = new Map<string, Map<number, number>>();
	units.forEach(({ items }, i) => {
		for (const key of items.flatMap((item) => item.enemies)) {
			const holders = enemies.get(key) ?? new Map<number, number>();
			enemies.set(key, holders.set(i, (holders.get(i) ?? 0) + 1));
		}
	});
	for (let paper = 0; paper < papers; paper++) {
		limit('items', paper, length, length, ({ items }) => items.length);
		cells.forEach((cell, i) => {
			limit(`cell ${i}`, paper, cell.from, cell.to, (unit) => sum(unit, (item) => Number(isIn(cell, item))));
		});
		if (total)
			limit('marks', paper, total.from, total.to, (unit) => sum(unit, (item) => marksOf(blueprint, item)));
		if (seconds)
			limit('seconds', paper, seconds.from, seconds.to, (unit) => sum(unit, (item) => item.seconds));
		if (difficulty) {
			const [from, to] = [difficulty.mean - difficulty.tolerance, difficulty.mean + difficulty.tolerance];
			limit('difficulty', paper, from * length, to * length, (unit) => sum(unit, (item) => item.difficulty));
		}
		for (const before of earlier?.papers ?? []) {
			const ids = new Set(before);
			limit('earlier', paper, 0, earlier!.most, (unit) => sum(unit, ({ id }) => Number(ids.has(id))));
		}
		for (const holders of enemies.values()) {
			const at = row('enemies', 0, 1);
			for (const [i, items] of holders) column(i, paper).entries.push([at, items]);
		}
	}
	if (papers > 1) {
		keepApart();
		keepTogether('even difficulty', (item) => item.difficulty, 1);
		keepTogether('even time', (item) => item.seconds, SECOND);
	}
	return { ...pack(columns, rows), takes: (values, unit, paper) => values[unit * papers + paper]! > 0.5 };

	/** Without sharing a unit stands on one paper at most; else a column for each says what two papers have in common. */
	function keepApart(): void {
		const free = units.flatMap((unit, i) => (isFixed(unit) ? [] : [i]));
		if (!shared) {
			for (const i of free) {
				const at = row('apart', 0, 1);
				for (let paper = 0; paper < papers; paper++) column(i, paper).entries.push([at, 1]);
			}
			return;
		}
		for (let one = 0; one < papers; one++) {
			for (let two = one + 1; two < papers; two++) {
				const common = row('shared', 0, shared);
				for (const i of free) {
					const at = row('apart', -Infinity, 1);
					for (const paper of [one, two]) column(i, paper).entries.push([at, 1]);
					const entries: Column['entries'] = [
						[at, -1],
						[common, units[i]!.items.length]
					];
					columns.push({ entries, cost: 0, lower: 0, upper: 1, whole: false });
				}
			}
		}
	}
}

function pack(columns: readonly Column[], rows: readonly Row[]): Pick<PaperProgramme, 'programme' | 'names'> {
	const count = columns.reduce((sum, { entries }) => sum + entries.length, 0);
	const [starts, indices, values] = [
		new Int32Array(columns.length + 1),
		new Int32Array(count),
		new Float64Array(count)
	];
	let at = 0;
	columns.forEach(({ entries }, i) => {
		for (const [row, value] of entries.sort(([a], [b]) => a - b)) {
			indices[at] = row;
			values[at++] = value;
		}
		starts[i + 1] = at;
	});
	return {
		names: rows.map(({ name }) => name),
		programme: {
			maximise: false,
			cost: Float64Array.from(columns, ({ cost }) => cost),
			lower: Float64Array.from(columns, ({ lower }) => lower),
			upper: Float64Array.from(columns, ({ upper }) => upper),
			whole: Int32Array.from(columns, ({ whole }) => Number(whole)),
			rowLower: Float64Array.from(rows, ({ from }) => from),
			rowUpper: Float64Array.from(rows, ({ to }) => to),
			...{ starts, indices, values }
		}
	};
}
