/** An item as it was asked. */
export interface TableItem {
	/** Id of the item version. */
	id: string;
	/** Knowledge area. */
	section: string;
	/** What could be chosen, at most 31; none for kinds without options. */
	options: readonly { id: string; right: boolean }[];
}

/** What one candidate made of one item. */
export interface Entry {
	/** Its place among the table's items. */
	item: number;
	/** Both in hundredths of a mark: whole numbers, so that equal totals are equal. */
	earned: number;
	worth: number;
	/** A bit for each option, by its place; 0 for none. */
	chosen: number;
	/** Time spent on it; null where unknown. */
	seconds: number | null;
}

/**
 * Candidates by items as lists of what is there: an item that is not on a candidate's paper has no entry, so it cannot be
 * taken for a wrong answer. Entries of candidate `c` are `starts[c]` to `starts[c + 1]`.
 */
export interface ScoreTable {
	items: readonly TableItem[];
	/** Name of each candidate's sealed paper; null for one drawn for them alone. */
	forms: readonly (string | null)[];
	starts: Int32Array;
	item: Int32Array;
	earned: Int32Array;
	worth: Int32Array;
	chosen: Int32Array;
	/** NaN where unknown. */
	seconds: Float32Array;
}

/** Most options whose choice is counted. */
export const MOST_OPTIONS = 31;

/** Takes candidates one after the other, so that nobody holds all of them as objects. */
export class TableBuilder {
	private readonly forms: (string | null)[] = [];
	private readonly starts: number[] = [0];
	private size = 0;
	private item = new Int32Array(1024);
	private earned = new Int32Array(1024);
	private worth = new Int32Array(1024);
	private chosen = new Int32Array(1024);
	private seconds = new Float32Array(1024);

	add(form: string | null, entries: readonly Entry[]): void {
		while (this.size + entries.length > this.item.length) this.grow();
		for (const entry of entries) {
			const at = this.size++;
			this.item[at] = entry.item;
			this.earned[at] = entry.earned;
			this.worth[at] = entry.worth;
			this.chosen[at] = entry.chosen;
			this.seconds[at] = entry.seconds ?? NaN;
		}
		this.forms.push(form);
		this.starts.push(this.size);
	}

	build(items: readonly TableItem[]): ScoreTable {
		const { size, forms } = this;
		return {
			...{ items, forms, starts: Int32Array.from(this.starts) },
			...{ item: this.item.subarray(0, size), earned: this.earned.subarray(0, size) },
			...{ worth: this.worth.subarray(0, size), chosen: this.chosen.subarray(0, size) },
			seconds: this.seconds.subarray(0, size)
		};
	}

	private grow(): void {
		const longer = <T extends Int32Array | Float32Array>(list: T, empty: T): T => {
			empty.set(list);
			return empty;
		};
		const length = this.item.length * 2;
		this.item = longer(this.item, new Int32Array(length));
		this.earned = longer(this.earned, new Int32Array(length));
		this.worth = longer(this.worth, new Int32Array(length));
		this.chosen = longer(this.chosen, new Int32Array(length));
		this.seconds = longer(this.seconds, new Float32Array(length));
	}
}

export const candidatesOf = (table: ScoreTable): number => table.forms.length;

/** Some of the candidates, with some of the items; whoever had none of those is left out. */
export function partOf(
	table: ScoreTable,
	candidates: Iterable<number>,
	keep: (item: TableItem) => boolean = () => true
): ScoreTable {
	const kept = table.items.map(keep);
	const builder = new TableBuilder();
	for (const candidate of candidates) {
		const entries: Entry[] = [];
		for (let at = table.starts[candidate]!; at < table.starts[candidate + 1]!; at++) {
			const item = table.item[at]!;
			if (!kept[item]) continue;
			const [earned, worth, chosen] = [table.earned[at]!, table.worth[at]!, table.chosen[at]!];
			entries.push({ item, earned, worth, chosen, seconds: table.seconds[at]! });
		}
		if (entries.length) builder.add(table.forms[candidate]!, entries);
	}
	return builder.build(table.items);
}

export interface Form {
	/** Name of the sealed paper; null where it was drawn. */
	name: string | null;
	candidates: number[];
}

/** More than the hundredths of a mark that any item is worth. */
const WORTH = 2 ** 20;

/** Candidates whose papers hold the same items for the same marks, in whatever order: the most first. */
export function formsOf(table: ScoreTable): Form[] {
	const forms = new Map<string, Form>();
	for (let candidate = 0; candidate < candidatesOf(table); candidate++) {
		const [from, to] = [table.starts[candidate]!, table.starts[candidate + 1]!];
		const asked = new Float64Array(to - from);
		for (let at = from; at < to; at++) asked[at - from] = table.item[at]! * WORTH + table.worth[at]!;
		const key = asked.sort().join(' ');
		const form = forms.get(key);
		if (form) form.candidates.push(candidate);
		else forms.set(key, { name: table.forms[candidate]!, candidates: [candidate] });
	}
	return [...forms.values()].sort(
		(a, b) => b.candidates.length - a.candidates.length || (a.name ?? '').localeCompare(b.name ?? '')
	);
}
