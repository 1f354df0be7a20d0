import { eligible, findShortages, isIn, type Blueprint, type PoolItem } from './assembly/blueprint';

/** How many ready items could stand in each cell, by the cell's place; and the whole table's sums. */
export interface CellCounts {
	cells: { ready: number; short: boolean }[];
	/** What the cells ask for together, and ready items that any paper of it may hold. */
	sums: { from: number; to: number; ready: number };
	/** The bank has fewer items than the paper. */
	short: boolean;
}

export function countCells(blueprint: Blueprint, pool: readonly PoolItem[]): CellCounts {
	const items = eligible(blueprint, pool);
	const short = new Set(findShortages(blueprint, pool, 1).map(({ cell }) => cell));
	return {
		cells: blueprint.cells.map((cell) => ({
			ready: items.filter((item) => isIn(cell, item)).length,
			short: short.has(cell)
		})),
		sums: {
			from: blueprint.cells.reduce((sum, { from }) => sum + from, 0),
			to: blueprint.cells.reduce((sum, { to }) => sum + to, 0),
			ready: items.length
		},
		short: items.length < blueprint.items
	};
}
