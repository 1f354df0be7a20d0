/** A longer pause between two saves counts as so many seconds: a break, or a candidate who had gone. */
export const LONGEST_PAUSE = 600;

/** A save of the answer at a position, in milliseconds since the start. */
export interface Save {
	position: number;
	at: number;
}

/**
 * An estimate of the seconds spent on each position: the time since the save before (or the start) belongs to what was
 * saved, in equal parts where several were saved at once. What is only read counts for the next answer that is given; a
 * question without any save has no time.
 */
export function secondsByPosition(saves: readonly Save[]): Map<number, number> {
	const seconds = new Map<number, number>();
	const sorted = [...saves].sort((a, b) => a.at - b.at);
	let before = 0;
	for (let first = 0; first < sorted.length;) {
		const { at } = sorted[first]!;
		let end = first;
		while (end < sorted.length && sorted[end]!.at === at) end++;
		const positions = new Set(sorted.slice(first, end).map(({ position }) => position));
		const spent = Math.min(LONGEST_PAUSE, Math.max(0, (at - before) / 1000)) / positions.size;
		for (const position of positions) seconds.set(position, (seconds.get(position) ?? 0) + spent);
		before = at;
		first = end;
	}
	return seconds;
}
