import type { Share } from '../scoring/score';

/** How many questions a set may have. */
export const practiceSizes = [5, 10, 20] as const;

/**
 * Takes units (a question, or a case with its questions) in their order until a set is full. A case stays whole where
 * it fits; it is cut short only where nothing else is left.
 */
export function pickUnits<T>(units: readonly (readonly T[])[], size: number): T[] {
	const whole = new Set<readonly T[]>();
	let room = size;
	for (const unit of units) {
		if (!unit.length || unit.length > room) continue;
		whole.add(unit);
		room -= unit.length;
	}
	const cut = units.find((unit) => !whole.has(unit) && unit.length > 0);
	return [...units.filter((unit) => whole.has(unit)).flat(), ...(cut?.slice(0, room) ?? [])];
}

/** How a question of a set stands. `read`: nobody marks it, one compares it with the model oneself. */
export type PlaceState = 'open' | 'right' | 'partly' | 'wrong' | 'read';

export function stateOf({ isAnswered, share }: { isAnswered: boolean; share: Share }): PlaceState {
	if (!isAnswered) return 'open';
	if (share === null) return 'read';
	return share >= 100 ? 'right' : share > 0 ? 'partly' : 'wrong';
}

/** Mean share of what was marked, in percent; null where nothing was. */
export function meanShare(answered: readonly { isAnswered: boolean; share: Share }[]): number | null {
	const shares = answered.flatMap(({ isAnswered, share }) => (isAnswered && share !== null ? [share] : []));
	return shares.length ? shares.reduce((sum, share) => sum + share, 0) / shares.length : null;
}
