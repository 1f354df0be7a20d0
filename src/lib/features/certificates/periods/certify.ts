import { addDays, daysBetween, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { lastDayOf, type Held, type Period } from './period';
import { after, before, later, longest, shortest, times, type Span } from './span';
import type { Validity } from './validity';

/** The row of somebody who has no certificate of the kind, or whose last one can no longer be renewed. */
export const firstPeriod = (
	opens: IsoDate,
	{ due = null, ends = null }: { due?: IsoDate | null; ends?: IsoDate | null } = {}
): Period => ({ opens, due, ends, certified: null, from: null, until: null, revoked: null });

/** The row of the next renewal; null where nothing runs out or a revocation ended it, so that one starts anew. */
export function renewalOf(held: Held, { active, window, graceDays, lateDays }: Validity): Period | null {
	if (held.until === null || held.revoked !== null || !active) return null;
	const due = addDays(held.until, -graceDays);
	return firstPeriod(later(before(addDays(due, 1), window), held.from), {
		due,
		ends: lateDays === null ? null : addDays(held.until, lateDays)
	});
}

/**
 * Fills in a row on the day on which its conditions were met (field 1.10). `renewed` is the period that it renews, as it is
 * after pauses (`paused`). In time, the new validity follows the old without gap or overlap and ends later, whichever the
 * basis; too late, it is counted from completion, so that nobody has to renew again at once.
 */
export function certify(
	row: Period,
	on: IsoDate,
	validity: Validity,
	renewed: Held | null = null
): Decision<{ period: Held }> {
	if (row.revoked !== null) return no('certificates.period.revoked');
	if (row.certified !== null) return no('certificates.period.done');
	if (on < row.opens) return no('certificates.period.too_early', { opens: row.opens });
	if (row.ends !== null && on > row.ends) return no('certificates.period.closed', { ends: row.ends });
	const last = renewed && lastDayOf(renewed);
	const inTime = last !== null && on <= last;
	const from = inTime ? addDays(last, 1) : on;
	// The day after the one by which it was due: where the old validity ended, without its days of grace.
	const expiry = row.due === null ? null : addDays(row.due, 1);
	const end = endOf(on, validity, inTime ? expiry : null, renewed ? null : expiry);
	const until = end && addDays(end, validity.graceDays - 1);
	return yes({ period: { ...row, certified: on, from, until } });
}

/**
 * The day on which renewal will be due again, from which on it has run out but for days of grace; null without end.
 * `expiry` is that day of the period being renewed in time, `firstDue` the day after the one that a first certificate
 * was due by.
 */
function endOf(
	on: IsoDate,
	{ basis, active }: Validity,
	expiry: IsoDate | null,
	firstDue: IsoDate | null
): IsoDate | null {
	if (!active) return null;
	switch (basis.kind) {
		case 'completion':
			return after(on, active);
		case 'lastExpiry':
			return after(expiry ?? (firstDue !== null && on < firstDue ? firstDue : on), active);
		case 'fixed':
			return inSeries(basis.on, active, on, (day) => {
				if (expiry !== null && day <= expiry) return false;
				return day > on && day >= after(on, basis.minimum);
			});
	}
}

/** The first day of a series that will do: `one` is any of its days, the others lie multiples of `step` from it. */
function inSeries(one: IsoDate, step: Span, past: IsoDate, wanted: (day: IsoDate) => boolean): IsoDate {
	const days = daysBetween(one, past);
	// A place that lies before it for sure, however long the months are in between.
	let place = Math.floor(days / (days < 0 ? shortest(step) : longest(step))) - 1;
	while (!wanted(after(one, times(step, place)))) place++;
	return after(one, times(step, place));
}

/** Ends every period that still holds or waits on a day: a revocation concerns the qualification, not one round of it. */
export const revokeFrom = (periods: readonly Period[], day: IsoDate): Period[] =>
	periods.map((period) => {
		const last = lastDayOf(period);
		const over = period.certified !== null && last !== null && last < day;
		return over || period.revoked !== null ? period : { ...period, revoked: day };
	});

/** Days from a day to the last one of a period's validity, the figure of a bar that runs out; null without end. */
export const daysLeft = (period: Held, day: IsoDate): number | null => {
	const last = lastDayOf(period);
	return last === null ? null : daysBetween(day, last);
};
