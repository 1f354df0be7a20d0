import type { BlueprintContent } from '$lib/content/question-format';
import { itemTypes, type ItemType, type KnowledgeArea } from '$lib/content/question-vocabulary';
import { randomSource, shuffled } from '$lib/server/random';

/** An item that may be drawn: the newest version of a ready item. */
export interface Drawable {
	itemVersionId: string;
	/** Orders the pool, so that the same seed meets the same pool whatever order the database gave. */
	code: string;
	area: KnowledgeArea;
	type: ItemType;
	/** In the item's own order. */
	optionIds: readonly string[];
}

export interface DrawnQuestion {
	/** From 1. */
	position: number;
	itemVersionId: string;
	optionOrder: string[];
	marks: number;
}

/**
 * Draws a paper: for each cell its count of items at random without repetition, then the order of the questions
 * (single choice, multiple choice, true or false; at random within each) and of each one's options. The same seed
 * and pool give the same paper. Throws when a cell cannot be filled, which the caller has asked before.
 */
export function drawPaper(
	blueprint: Pick<BlueprintContent, 'cells' | 'marksPerItem'>,
	pool: readonly Drawable[],
	seed: string
): DrawnQuestion[] {
	const below = randomSource(seed);
	const drawn = blueprint.cells.flatMap(({ area, count }) => {
		const eligible = pool.filter((item) => item.area === area).sort((a, b) => (a.code < b.code ? -1 : 1));
		if (eligible.length < count) throw new RangeError(`${area}: ${count} wanted of ${eligible.length}`);
		return shuffled(eligible, below).slice(0, count);
	});
	const ordered = shuffled(drawn, below).sort(
		(a, b) => itemTypes.indexOf(a.type) - itemTypes.indexOf(b.type)
	);
	return ordered.map((item, index) => ({
		position: index + 1,
		itemVersionId: item.itemVersionId,
		// "True" stands before "false" everywhere.
		optionOrder: item.type === 'trueFalse' ? [...item.optionIds] : shuffled(item.optionIds, below),
		marks: blueprint.marksPerItem
	}));
}
