import { createHash } from 'node:crypto';
import type { BlueprintContent } from '$lib/content/question-format';
import { itemTypes, type ItemType, type KnowledgeArea } from '$lib/content/question-vocabulary';

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

/**
 * Whole numbers from 0 to below a bound, evenly: the counter's SHA-256 under the seed, read 32 bits at a time.
 * Values that would favour the low ones are thrown away.
 */
function randomSource(seed: string): (bound: number) => number {
	let counter = 0;
	let block = Buffer.alloc(0);
	const next = () => {
		if (!block.length) block = createHash('sha256').update(`${seed}:${counter++}`).digest();
		const value = block.readUInt32BE(0);
		block = block.subarray(4);
		return value;
	};
	return (bound) => {
		const limit = 2 ** 32 - (2 ** 32 % bound);
		for (;;) {
			const value = next();
			if (value < limit) return value % bound;
		}
	};
}

/** A shuffled copy (Fisher-Yates). */
function shuffled<T>(list: readonly T[], below: (bound: number) => number): T[] {
	const copy = [...list];
	for (let i = copy.length - 1; i > 0; i--) {
		const j = below(i + 1);
		[copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
	}
	return copy;
}
