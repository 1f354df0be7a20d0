/** A line of two texts put side by side; numbers count from 1, null where the text does not have it. */
export interface Line {
	kind: 'same' | 'removed' | 'added';
	text: string;
	before: number | null;
	after: number | null;
}

/** Lines around what changed; what lies between two of them is the same in both. */
export type Hunk = Line[];

/** More cells than this and what lies between the common ends counts as rewritten. */
const MOST_CELLS = 4_000_000;

/** The difference of two texts by lines: the longest common subsequence stays, the rest is removed and added. */
export function diffLines(before: string, after: string): Line[] {
	const [a, b] = [linesOf(before), linesOf(after)];
	let head = 0;
	while (head < a.length && head < b.length && a[head] === b[head]) head++;
	let tail = 0;
	while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
	const [aEnd, bEnd] = [a.length - tail, b.length - tail];
	const kept = common(a.slice(head, aEnd), b.slice(head, bEnd));

	const lines: Line[] = [];
	let [i, j] = [0, 0];
	const same = () => lines.push({ kind: 'same', text: a[i]!, before: ++i, after: ++j });
	const upTo = (iEnd: number, jEnd: number) => {
		while (i < iEnd) lines.push({ kind: 'removed', text: a[i]!, before: ++i, after: null });
		while (j < jEnd) lines.push({ kind: 'added', text: b[j]!, before: null, after: ++j });
	};
	while (i < head) same();
	for (const [x, y] of kept) {
		upTo(head + x, head + y);
		same();
	}
	upTo(aEnd, bEnd);
	while (i < a.length) same();
	return lines;
}

/** What changed with so many lines around it; nothing when the texts are the same. */
export function hunksOf(lines: readonly Line[], around = 3): Hunk[] {
	const hunks: Hunk[] = [];
	let end = -1;
	lines.forEach(({ kind }, at) => {
		if (kind === 'same') return;
		const from = Math.max(at - around, end + 1);
		const to = Math.min(at + around, lines.length - 1);
		const added = lines.slice(from, to + 1);
		if (hunks.length && from === end + 1 && end >= 0) hunks.at(-1)!.push(...added);
		else hunks.push(added);
		end = Math.max(end, to);
	});
	return hunks;
}

/** A text that ends with a line break has no empty line after it. */
const linesOf = (text: string): string[] => {
	const lines = text.split('\n');
	if (lines.at(-1) === '') lines.pop();
	return lines;
};

/** Pairs of places of a longest common subsequence, in order. */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
	const width = b.length + 1;
	if (!a.length || !b.length || a.length * b.length > MOST_CELLS) return [];
	// longest[i][j]: of what follows place i of one and place j of the other.
	const longest = new Uint16Array((a.length + 1) * width);
	for (let i = a.length - 1; i >= 0; i--) {
		for (let j = b.length - 1; j >= 0; j--) {
			longest[i * width + j] =
				a[i] === b[j]
					? longest[(i + 1) * width + j + 1]! + 1
					: Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
		}
	}
	const pairs: [number, number][] = [];
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		if (a[i] === b[j]) pairs.push([i++, j++]);
		else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i++;
		else j++;
	}
	return pairs;
}
