import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { longest, shortest, type Span } from './span';

/**
 * What the end of a period is counted from (field 1.10). `completion`: the day on which the conditions were met.
 * `lastExpiry`: the day on which the last period ran out (the first time, the day by which it was due), and completion
 * where that was missed. `fixed`: a series of days, of which `on` is one and the others lie `active` apart; the first
 * that leaves at least `minimum`.
 */
export type Basis =
	{ kind: 'completion' } | { kind: 'lastExpiry' } | { kind: 'fixed'; on: IsoDate; minimum: Span };

/** How long certificates of a kind hold and when they are renewed. */
export interface Validity {
	basis: Basis;
	/** From the basis to the day on which renewal was due; null: without end. */
	active: Span | null;
	/** How long before that day renewal opens. Work done before it opens does not count. */
	window: Span;
	/** Days after that day on which the certificate still holds. */
	graceDays: number;
	/** Days after it has run out on which it is renewed rather than taken anew; null: for ever. */
	lateDays: number | null;
}

/** Grade certificates: two years from the day of passing, then admission is done again (domain 3.2). */
export const gradeValidity: Validity = {
	basis: { kind: 'completion' },
	active: { months: 24 },
	window: { days: 90 },
	graceDays: 0,
	lateDays: 0
};

const whole = (value: number | undefined): boolean =>
	value === undefined || (Number.isSafeInteger(value) && value >= 0);
const isSpan = ({ months, days }: Span): boolean => whole(months) && whole(days);
const MOST_DAYS = 50 * 366;

/**
 * Whether a kind's rules can be followed: lengths are whole and not negative, and renewal opens so late that renewing
 * always lengthens (field 1.10: a minimum is at least the window and at most the active time).
 */
export function checkValidity({
	basis,
	active,
	window,
	graceDays,
	lateDays
}: Validity): Decision<{ valid: true }> {
	const spans = [window, ...(active ? [active] : []), ...(basis.kind === 'fixed' ? [basis.minimum] : [])];
	if (!spans.every(isSpan) || !whole(graceDays) || (lateDays !== null && !whole(lateDays)))
		return no('certificates.validity.not_whole');
	if ([...spans.map(longest), graceDays, lateDays ?? 0].some((days) => days > MOST_DAYS))
		return no('certificates.validity.too_long');
	if (!active) return basis.kind === 'fixed' ? no('certificates.validity.no_series') : yes({ valid: true });
	if (shortest(active) < 1) return no('certificates.validity.no_length');
	if (shortest(window) < 1 || longest(window) >= shortest(active)) return no('certificates.validity.window');
	if (graceDays + longest(window) >= shortest(active)) return no('certificates.validity.grace');
	if (basis.kind === 'fixed') {
		if (shortest(basis.minimum) < longest(window)) return no('certificates.validity.minimum_short');
		if (longest(basis.minimum) > longest(active)) return no('certificates.validity.minimum_long');
	}
	return yes({ valid: true });
}
