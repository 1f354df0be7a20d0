import type { AnyGiven } from '$lib/features/bank';
import { canonicalJson } from '$lib/shared/json';

/** What one has read of a sheet. */
export interface Reading {
	/** Whether the candidate sat the exam: otherwise there is nothing to read. */
	present: boolean;
	/** By position; what is not there is not answered. */
	given: Record<string, AnyGiven>;
	/** Positions where nobody can tell what is meant. */
	unclear: number[];
}

/** Where a sheet stands: read by nobody, by one, by two who do not agree; settled as what was given, or as absent. */
export const sheetStates = ['unread', 'once', 'differing', 'settled', 'absent'] as const;
export type SheetState = (typeof sheetStates)[number];

export function sheetState(readings: readonly unknown[], outcome: { present: boolean } | null): SheetState {
	if (outcome) return outcome.present ? 'settled' : 'absent';
	return readings.length > 1 ? 'differing' : readings.length ? 'once' : 'unread';
}

/**
 * The positions of a sheet about which two readings do not agree, or where one could tell nothing. Whether the candidate was
 * there at all concerns every one of them.
 */
export function differingOf(positions: readonly number[], first: Reading, second: Reading): number[] {
	if (!first.present && !second.present) return [];
	if (first.present !== second.present) return [...positions];
	return positions.filter(
		(position) =>
			first.unclear.includes(position) ||
			second.unclear.includes(position) ||
			canonicalJson(first.given[position] ?? null) !== canonicalJson(second.given[position] ?? null)
	);
}

export const isSameReading = (a: Reading, b: Reading): boolean =>
	canonicalJson(plain(a)) === canonicalJson(plain(b));
const plain = ({ present, given, unclear }: Reading) => ({ present, given, unclear });

/** Most readings of a sheet. */
const READINGS = 2;

/** Which of the two readings is somebody's: the one that they have begun, or the next that nobody has; null for a third. */
export function slotOf(readings: readonly { slot: number; byId: string }[], personId: string): number | null {
	const own = readings.find(({ byId }) => byId === personId);
	if (own) return own.slot;
	for (let slot = 1; slot <= READINGS; slot++) if (!readings.some((one) => one.slot === slot)) return slot;
	return null;
}
