import { addDays, daysBetween, type IsoDate } from '$lib/shared/dates';
import { heldOf, isHeld, lastDayOf, renews, type Held, type Period } from './period';
import { later } from './span';

/** A time during which the clock stands still: leave of a kind that the policy names. Both days count; null: still away. */
export interface Pause {
	from: IsoDate;
	to: IsoDate | null;
}

/** Pauses that have begun by a day, apart and in order; one without end reaches to that day. */
function begun(pauses: readonly Pause[], day: IsoDate): { from: IsoDate; to: IsoDate }[] {
	const apart: { from: IsoDate; to: IsoDate }[] = [];
	for (const { from, to } of [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
		const end = to ?? day;
		if (from > day || end < from) continue;
		const last = apart.at(-1);
		if (last && from <= addDays(last.to, 1)) last.to = later(last.to, end);
		else apart.push({ from, to: end });
	}
	return apart;
}

/**
 * A holder's rows with the clock stopped during pauses that have begun by a day (field G19): a period ends as many days
 * later as it was paused for, at most `mostDays` (null: no limit), and what follows moves along. What was certified or revoked
 * stays on its day. A person who is away keeps what was left when they went, until they are back.
 */
export function paused(
	periods: readonly Period[],
	pauses: readonly Pause[],
	{ day, mostDays = null }: { day: IsoDate; mostDays?: number | null }
): Period[] {
	const away = begun(pauses, day);
	if (!away.length) return [...periods];
	const moved: Held[] = [];
	let delay = 0;
	for (const held of heldOf(periods)) {
		const before = moved.at(-1);
		const ended = before ? lastDayOf(before) : null;
		const pushed = ended === null ? 0 : Math.max(0, daysBetween(held.from, ended) + 1);
		const from = addDays(held.from, pushed);
		const until = held.until && extended(from, addDays(held.until, pushed), away, mostDays);
		delay = held.until && until ? daysBetween(held.until, until) : 0;
		moved.push({ ...held, from, until });
	}
	const last = heldOf(periods).at(-1);
	const waiting = periods
		.filter((period) => !isHeld(period))
		.map((period) => (last && renews(period, last) ? moveWindow(period, delay) : period));
	return [...moved, ...waiting];
}

/** The last day of a time of validity when the days of pauses within it do not count. */
function extended(
	from: IsoDate,
	until: IsoDate,
	away: readonly { from: IsoDate; to: IsoDate }[],
	mostDays: number | null
): IsoDate {
	let last = until;
	let left = mostDays ?? Infinity;
	for (const pause of away) {
		const start = later(pause.from, from);
		if (start > last || pause.to < start) continue;
		// Whole, not only up to the last day: the days that are given back lie in the same pause.
		const days = Math.min(daysBetween(start, pause.to) + 1, left);
		last = addDays(last, days);
		left -= days;
	}
	return last;
}

/** The row of a renewal, as many days later as what it renews ends later. */
function moveWindow(period: Period, days: number): Period {
	if (!days || period.due === null) return period;
	return {
		...period,
		opens: addDays(period.opens, days),
		due: addDays(period.due, days),
		ends: period.ends && addDays(period.ends, days)
	};
}
