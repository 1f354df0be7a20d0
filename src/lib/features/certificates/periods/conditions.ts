import { addDays, daysBetween, type IsoDate } from '$lib/shared/dates';
import { after, later, type Span } from './span';

/**
 * What a certificate goes on depending on (field G12): yearly hours of training, still being employed, conduct; and a decision
 * to suspend it. A breach suspends; whoever cures it has the certificate back.
 */
export const conditionCauses = ['hours', 'employment', 'conduct', 'decision'] as const;
export type ConditionCause = (typeof conditionCauses)[number];

/** How long a breach may stay uncured before the certificate has lapsed and is taken anew; null: for ever. */
export type CureWithin = Partial<Record<ConditionCause, Span | null>>;

/** A time in which a condition was not met: from its first day until, not included, the day on which it was cured. */
export interface Breach {
	cause: ConditionCause;
	from: IsoDate;
	cured: IsoDate | null;
}

/** The day on which a breach makes certificates lapse, if it does. */
export function lapseOf({ cause, from, cured }: Breach, cureWithin: CureWithin): IsoDate | null {
	const span = cureWithin[cause];
	if (!span) return null;
	const day = after(from, span);
	return cured === null || cured > day ? day : null;
}

/** A time with both days counted; null: it lasts. */
export interface Time {
	from: IsoDate;
	to: IsoDate | null;
}

/** Breaches for as long as something lasts, a sanction or a suspension by decision. */
export const breachesDuring = (cause: ConditionCause, times: readonly Time[]): Breach[] =>
	times.map(({ from, to }) => ({ cause, from, cured: to && addDays(to, 1) }));

/** The gaps between times of employment, from a day on: somebody who left has the certificate back when they return. */
export function absences(employed: readonly Time[], since: IsoDate): Breach[] {
	const breaches: Breach[] = [];
	/** The first day on which nobody is known to have employed them; null: employed without end. */
	let free: IsoDate | null = since;
	for (const { from, to } of [...employed].sort((a, b) => (a.from < b.from ? -1 : 1))) {
		if (free === null) break;
		if (from > free) breaches.push({ cause: 'employment', from: free, cured: from });
		free = to === null ? null : later(free, addDays(to, 1));
	}
	if (free !== null) breaches.push({ cause: 'employment', from: free, cured: null });
	return breaches;
}

export interface YearlyHours {
	/** Minutes of recognised training that a full calendar year asks for. */
	minutes: number;
	/** Days of the next year in which what is short may be made up before it suspends. */
	graceDays: number;
}

/**
 * Years that were short of training, told after each year's end (field 1.10: validity of a qualification that lapses when the
 * yearly training is missed). The year of `since` asks nothing, nor do days of `leave`, by which a year asks less in
 * proportion. What makes up for a year counts for that year and not again for the one in which it was done.
 */
export function hoursBreaches(
	{ minutes, graceDays }: YearlyHours,
	earned: readonly { on: IsoDate; minutes: number }[],
	{ since, day, leave = [] }: { since: IsoDate; day: IsoDate; leave?: readonly Time[] }
): Breach[] {
	const left = [...earned]
		.filter(({ on }) => on <= day)
		.sort((a, b) => (a.on < b.on ? -1 : 1))
		.map((credit) => ({ ...credit }));
	const breaches: Breach[] = [];
	for (let year = Number(since.slice(0, 4)) + 1; year < Number(day.slice(0, 4)); year++) {
		const [first, last] = [`${year}-01-01`, `${year}-12-31`];
		let short = asked(minutes, first, last, leave);
		let cured: IsoDate | null = null;
		for (const credit of left) {
			if (short <= 0 || credit.on < first) continue;
			const used = Math.min(credit.minutes, short);
			credit.minutes -= used;
			short -= used;
			if (credit.on > last) cured = credit.on;
		}
		const from = addDays(last, graceDays + 1);
		if (short <= 0 && (cured === null || cured <= from)) continue;
		if (from <= day) breaches.push({ cause: 'hours', from, cured: short > 0 ? null : cured });
	}
	return breaches;
}

/** The minutes that a year asks for, less the share of its days spent on leave; rounded down to the holder's favour. */
function asked(minutes: number, first: IsoDate, last: IsoDate, leave: readonly Time[]): number {
	if (!leave.length) return minutes;
	const days = daysBetween(first, last) + 1;
	let present = 0;
	for (let day = first; day <= last; day = addDays(day, 1))
		if (!leave.some(({ from, to }) => from <= day && (to === null || to >= day))) present++;
	return Math.floor((minutes * present) / days);
}
