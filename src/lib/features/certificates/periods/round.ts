import type { IsoDate } from '$lib/shared/dates';
import { firstPeriod } from './certify';
import { heldOf, renews, stateOn, type Held, type Period } from './period';
import { standingOn, type Holding } from './standing';

/** What a completion on some day counts for: a row, and the period that it renews if it does. */
export interface Round {
	row: Period;
	renewed: Held | null;
	/** A row that waits for a renewal no longer possible; it is revoked on that day when the new one begins. */
	closes: Period | null;
}

/**
 * The round that a completion on a day belongs to. A row that waits is used while it can be; after a revocation, a lapse or
 * a window that has closed one begins anew, as the first time (domain 3.2: admission is done again).
 */
export function roundOn(day: IsoDate, holding: Holding): Round {
	const standing = standingOn(day, holding);
	const over = standing.status === 'revoked' || (standing.status === 'expired' && standing.cause !== 'time');
	const waiting = holding.periods.find((row) => ['future', 'open', 'overdue'].includes(stateOn(row, day)));
	if (!waiting) return { row: firstPeriod(day), renewed: null, closes: null };
	const last = heldOf(holding.periods).at(-1);
	if (!last || !renews(waiting, last)) return { row: waiting, renewed: null, closes: null };
	return over
		? { row: firstPeriod(day), renewed: null, closes: waiting }
		: { row: waiting, renewed: last, closes: null };
}
