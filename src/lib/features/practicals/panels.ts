import { EXAMINERS } from './rules';

/** A candidate with a slot, whose panel has room. */
export interface Seat {
	candidateId: string;
	/** Milliseconds: the slot. */
	from: number;
	to: number;
	/** Who examines them already. */
	panel: readonly string[];
}

export interface Engaged {
	examinerId: string;
	from: number;
	to: number;
}

/** Who may not examine whom, as `examiner candidate`. */
export type Barred = ReadonlySet<string>;
export const pairOf = (examinerId: string, candidateId: string): string => `${examinerId} ${candidateId}`;

const overlap = (a: { from: number; to: number }, b: { from: number; to: number }) =>
	a.from < b.to && b.from < a.to;

/**
 * Fills panels to three: nobody who is barred, nobody in two places at once, and always who has the fewest candidates so far, in
 * the order of the pool. Of candidates at the same time, who has the fewest possible examiners comes first. Returns who joins
 * which panel; a panel that cannot be filled stays short. Pure.
 */
export function proposePanels(
	seats: readonly Seat[],
	pool: readonly string[],
	barred: Barred,
	elsewhere: readonly Engaged[] = []
): Map<string, string[]> {
	const engaged: Engaged[] = [
		...elsewhere,
		...seats.flatMap(({ panel, from, to }) => panel.map((examinerId) => ({ examinerId, from, to })))
	];
	const load = new Map(pool.map((id) => [id, engaged.filter(({ examinerId }) => examinerId === id).length]));
	const mayTake = (seat: Seat) => (id: string) =>
		!seat.panel.includes(id) &&
		!barred.has(pairOf(id, seat.candidateId)) &&
		!engaged.some((one) => one.examinerId === id && overlap(one, seat));
	const choices = new Map(seats.map((seat) => [seat.candidateId, pool.filter(mayTake(seat)).length]));
	const order = [...seats].sort(
		(a, b) =>
			a.from - b.from ||
			choices.get(a.candidateId)! - choices.get(b.candidateId)! ||
			(a.candidateId < b.candidateId ? -1 : 1)
	);
	const joining = new Map<string, string[]>();
	for (const seat of order) {
		const free = pool.filter(mayTake(seat)).sort((a, b) => load.get(a)! - load.get(b)!);
		const chosen = free.slice(0, Math.max(0, EXAMINERS - seat.panel.length));
		for (const examinerId of chosen) {
			engaged.push({ examinerId, from: seat.from, to: seat.to });
			load.set(examinerId, load.get(examinerId)! + 1);
		}
		if (chosen.length) joining.set(seat.candidateId, chosen);
	}
	return joining;
}
