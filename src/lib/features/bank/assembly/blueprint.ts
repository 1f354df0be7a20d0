import type { QuestionType } from '../question';

/** What a paper is put together from: an item as the blueprint sees it. */
export interface PoolItem {
	id: string;
	area: string;
	level: string;
	type: QuestionType;
	/** Marks lost by those who answer it, as expected or measured: 0 (everybody has it right) to 1000. */
	difficulty: number;
	/** Expected time, in seconds. */
	seconds: number;
	/** Items of one case stay together: all of them or none. */
	group: string | null;
	/** Items with one of these in common never meet on a paper. */
	enemies: readonly string[];
	/** How often it was shown. */
	exposure: number;
}

/** So many items of an area, a level, a kind, or of several of these at once; what is left out does not matter. */
export interface Cell {
	area?: string;
	level?: string;
	type?: QuestionType;
	from: number;
	to: number;
}

export interface Range {
	from: number;
	to: number;
}

/** What every paper has to be. */
export interface Blueprint {
	/** Items of a paper. */
	items: number;
	cells: readonly Cell[];
	/** Marks of an item by its kind, and of the whole paper. */
	marks: Partial<Record<QuestionType, number>>;
	total: Range | null;
	/** Expected time of a paper, in seconds. */
	seconds: Range | null;
	/** Mean of the items' difficulty, in thousandths, and how far from it a paper may be. */
	difficulty: { mean: number; tolerance: number } | null;
	required: readonly string[];
	forbidden: readonly string[];
	/** Items that were shown more often are left out. */
	exposure: number | null;
	/** Most items in common with each of these earlier papers. */
	earlier: { papers: readonly (readonly string[])[]; most: number } | null;
	/** Most items that two papers of one assembly have in common, besides what stands on every paper. */
	shared: number;
}

export const isIn = (cell: Cell, item: Pick<PoolItem, 'area' | 'level' | 'type'>): boolean =>
	(cell.area === undefined || cell.area === item.area) &&
	(cell.level === undefined || cell.level === item.level) &&
	(cell.type === undefined || cell.type === item.type);

export const marksOf = ({ marks }: Pick<Blueprint, 'marks'>, { type }: Pick<PoolItem, 'type'>): number =>
	marks[type] ?? 1;

/**
 * The items that a blueprint lets onto a paper at all: a case of which one item may not come stays away as a whole. A
 * required item is never left out for its exposure, nor is its case.
 */
export function eligible(blueprint: Blueprint, pool: readonly PoolItem[]): PoolItem[] {
	const forbidden = new Set(blueprint.forbidden);
	const required = fixedIds(blueprint, pool);
	const most = blueprint.exposure ?? Infinity;
	const isBarred = ({ id, exposure }: PoolItem) =>
		forbidden.has(id) || (exposure > most && !required.has(id));
	const barred = new Set(pool.filter(isBarred).map(({ group }) => group));
	return pool.filter((item) => !isBarred(item) && (item.group === null || !barred.has(item.group)));
}

/** What stands on every paper: the required items, with the cases that they belong to. */
export function fixedIds({ required }: Pick<Blueprint, 'required'>, pool: readonly PoolItem[]): Set<string> {
	const named = new Set(required);
	const cases = new Set(
		pool.filter(({ id, group }) => group !== null && named.has(id)).map(({ group }) => group)
	);
	return new Set(pool.filter(({ id, group }) => named.has(id) || cases.has(group)).map(({ id }) => id));
}

/** A cell that cannot be filled: it wants more than there are. */
export interface Shortage {
	cell: Cell;
	/** Items for all papers together. */
	wanted: number;
	ready: number;
}

/**
 * The cells that `papers` papers cannot fill, whatever else is asked: k papers of which any two have at most `shared`
 * items in common hold at least k times as many different ones, less what the pairs of them have in common (Bonferroni).
 * Required items stand on all of them.
 */
export function findShortages(blueprint: Blueprint, pool: readonly PoolItem[], papers: number): Shortage[] {
	const items = eligible(blueprint, pool);
	const always = fixedIds(blueprint, items);
	const everything: Cell = { from: blueprint.items, to: blueprint.items };
	return [...blueprint.cells, everything].flatMap((cell) => {
		const ready = items.filter((item) => isIn(cell, item));
		const fixed = ready.filter(({ id }) => always.has(id)).length;
		const own = Math.max(0, cell.from - fixed);
		let wanted = 0;
		for (let k = 1; k <= papers; k++) {
			wanted = Math.max(wanted, k * own - (k * (k - 1) * blueprint.shared) / 2);
		}
		return ready.length < fixed + wanted ? [{ cell, wanted: fixed + wanted, ready: ready.length }] : [];
	});
}
