import { isIn, marksOf, questionTypes, type BlueprintContent } from '$lib/features/bank';
import type { Drawable } from '$lib/features/bank/index.server';
import { randomSource, shuffled } from '$lib/server/random';

export interface DrawnQuestion {
	/** From 1. */
	position: number;
	itemVersionId: string;
	optionOrder: string[];
	marks: number;
}

/**
 * Draws a paper: for each cell its count of items at random without repetition, then the order of the questions
 * (by kind; at random within each) and of each one's options. The same seed
 * and pool give the same paper. Throws when a cell cannot be filled, which the caller has asked before.
 */
export function drawPaper(
	blueprint: Pick<BlueprintContent, 'cells' | 'marks'>,
	pool: readonly Drawable[],
	seed: string
): DrawnQuestion[] {
	const below = randomSource(seed);
	const drawn = blueprint.cells.flatMap((cell) => {
		const eligible = pool.filter((item) => isIn(cell, item)).sort((a, b) => (a.code < b.code ? -1 : 1));
		if (eligible.length < cell.from)
			throw new RangeError(`${cell.area}: ${cell.from} wanted of ${eligible.length}`);
		return shuffled(eligible, below).slice(0, cell.from);
	});
	const ordered = shuffled(drawn, below).sort(
		(a, b) => questionTypes.indexOf(a.type) - questionTypes.indexOf(b.type)
	);
	return ordered.map((item, index) => ({
		position: index + 1,
		itemVersionId: item.versionId,
		optionOrder: shuffled(item.choices, below),
		marks: marksOf(blueprint, item)
	}));
}
