import { meanOf, medianOf } from './figure';
import { candidatesOf, type ScoreTable } from './table';

/** Time that was spent, where it is known: of how many candidates, in seconds. */
export interface Seconds {
	known: number;
	mean: number;
	median: number;
}

/** What each candidate spent on all their items, where any is known. */
export function timesOf(table: ScoreTable): number[] {
	const times: number[] = [];
	for (let candidate = 0; candidate < candidatesOf(table); candidate++) {
		let sum = NaN;
		for (let at = table.starts[candidate]!; at < table.starts[candidate + 1]!; at++) {
			const seconds = table.seconds[at]!;
			if (!Number.isNaN(seconds)) sum = (Number.isNaN(sum) ? 0 : sum) + seconds;
		}
		if (!Number.isNaN(sum)) times.push(sum);
	}
	return times;
}

export function secondsOf(times: ArrayLike<number>): Seconds | null {
	const known = Array.from(times).filter((seconds) => !Number.isNaN(seconds));
	const median = medianOf(known);
	return median === null ? null : { known: known.length, mean: meanOf(known), median };
}
