import { candidatesOf, type ScoreTable } from './table';

/** What all who had an item made of it, in the rising order of their totals. */
export interface Column {
	/** Hundredths of a mark. */
	earned: Float64Array;
	/** Of the item's marks, 0 to 1. */
	share: Float64Array;
	/** Of the marks of all other items of the paper; NaN where there are none. */
	rest: Float64Array;
	/** Of the paper's marks. */
	total: Float64Array;
	chosen: Int32Array;
	seconds: Float64Array;
}

/** What each candidate earned of the paper, in hundredths of a mark. */
export function totalsOf(table: ScoreTable): {
	earned: Float64Array;
	worth: Float64Array;
	share: Float64Array;
} {
	const n = candidatesOf(table);
	const [earned, worth, share] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
	for (let candidate = 0; candidate < n; candidate++) {
		for (let at = table.starts[candidate]!; at < table.starts[candidate + 1]!; at++) {
			earned[candidate]! += table.earned[at]!;
			worth[candidate]! += table.worth[at]!;
		}
		share[candidate] = worth[candidate] ? earned[candidate]! / worth[candidate]! : 0;
	}
	return { earned, worth, share };
}

/** The table turned round: a column for each item, empty for one that nobody had. */
export function columnsOf(table: ScoreTable, totals = totalsOf(table)): Column[] {
	const counts = new Int32Array(table.items.length);
	for (const item of table.item) counts[item]!++;
	const columns = Array.from(counts, (n) => ({
		...{ earned: new Float64Array(n), share: new Float64Array(n), rest: new Float64Array(n) },
		...{ total: new Float64Array(n), chosen: new Int32Array(n), seconds: new Float64Array(n) }
	}));
	const filled = new Int32Array(table.items.length);
	const order = Int32Array.from({ length: candidatesOf(table) }, (_, i) => i).sort(
		(a, b) => totals.share[a]! - totals.share[b]!
	);
	for (const candidate of order) {
		for (let at = table.starts[candidate]!; at < table.starts[candidate + 1]!; at++) {
			const [item, earned, worth] = [table.item[at]!, table.earned[at]!, table.worth[at]!];
			const [column, place] = [columns[item]!, filled[item]!++];
			const others = totals.worth[candidate]! - worth;
			column.earned[place] = earned;
			column.share[place] = worth ? earned / worth : 0;
			column.rest[place] = others ? (totals.earned[candidate]! - earned) / others : NaN;
			column.total[place] = totals.share[candidate]!;
			column.chosen[place] = table.chosen[at]!;
			column.seconds[place] = table.seconds[at]!;
		}
	}
	return columns;
}
