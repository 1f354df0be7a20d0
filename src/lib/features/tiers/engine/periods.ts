import { addDays, addMonths, daysBetween, monthsBetween, type IsoDate } from '$lib/shared/dates';

/** A stretch of time; `to` is the last day, null while it goes on. */
export interface Period {
	from: IsoDate;
	to: IsoDate | null;
}

/** A half-open stretch: `end` is the first day after it. */
interface Span {
	from: IsoDate;
	end: IsoDate;
}

/** Half-open stretches `[from, end)` up to a date, overlaps and neighbours joined, in order. */
export function union(periods: readonly Period[], asOf: IsoDate): Span[] {
	const spans = periods
		.map(({ from, to }) => {
			const after = to === null ? asOf : addDays(to, 1);
			return { from, end: after < asOf ? after : asOf };
		})
		.filter(({ from, end }) => from < end)
		.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
	const joined: Span[] = [];
	for (const span of spans) {
		const last = joined.at(-1);
		if (!last || span.from > last.end) joined.push({ ...span });
		else if (span.end > last.end) last.end = span.end;
	}
	return joined;
}

/** Stretches without others, both joined and in order. */
function minus(spans: readonly Span[], taken: readonly Span[]): Span[] {
	if (!taken.length) return [...spans];
	return spans.flatMap(({ from, end }) => {
		const left: Span[] = [];
		let at = from;
		for (const gap of taken) {
			if (gap.end <= at || gap.from >= end) continue;
			if (gap.from > at) left.push({ from: at, end: gap.from });
			at = gap.end;
		}
		if (at < end) left.push({ from: at, end });
		return left;
	});
}

const longest = new Map<number, number>();

/** The most days that so many calendar months can have: 31, 62, 92, …, 366, …. */
export function mostDaysOf(months: number): number {
	let most = longest.get(months);
	if (most === undefined) {
		most = 0;
		// Four years with their leap day are all the starts there are.
		for (let start = 0; start < 48; start++) {
			const from = addMonths('2020-01-01', start);
			most = Math.max(most, daysBetween(from, addMonths(from, months)));
		}
		longest.set(months, most);
	}
	return most;
}

/**
 * Whole months of experience on the morning of a date; overlaps count once. Each joined stretch gives its whole
 * calendar months (a year from 15 January is full on the next 15 January; a month from 31 January on the last of
 * February). Odd days left by gaps count too, once all days together are as many as those months can ever have.
 * More periods never give fewer months, more days taken off (leave) never more.
 */
export function monthsIn(periods: readonly Period[], asOf: IsoDate, without: readonly Period[] = []): number {
	const spans = minus(union(periods, asOf), union(without, asOf));
	const whole = spans.reduce((sum, { from, end }) => sum + monthsBetween(from, end), 0);
	const days = spans.reduce((sum, { from, end }) => sum + daysBetween(from, end), 0);
	let months = whole;
	while (mostDaysOf(months + 1) <= days) months++;
	return months;
}

/** Later than anything that counts. */
const FOREVER: IsoDate = '9999-12-31';

/**
 * The first day from a date on when the months are full, if the periods that go on do so; null when none does. Leave
 * that has no last day goes on.
 */
export function monthsFullOn(
	periods: readonly Period[],
	months: number,
	asOf: IsoDate,
	without: readonly Period[] = []
): IsoDate | null {
	const most = mostDaysOf(months);
	let whole = 0;
	let days = 0;
	for (const { from, end } of minus(union(periods, FOREVER), union(without, FOREVER))) {
		const [byMonths, byDays] = [addMonths(from, months - whole), addDays(from, most - days)];
		const full = byMonths < byDays ? byMonths : byDays;
		// Forever is no day on which anything becomes full.
		if (full <= end && full < FOREVER) return full > asOf ? full : asOf;
		whole += monthsBetween(from, end);
		days += daysBetween(from, end);
	}
	return null;
}

/** First day of the last so many months by length, for the day that was asked about last. */
const firstDays = new Map<number, IsoDate>();
let firstDaysOf: IsoDate = '';

/** The first day that lies in the last so many months: of a year up to 20 November 21 November, or a day after month ends. */
function firstWithin(months: number, asOf: IsoDate): IsoDate {
	if (firstDaysOf !== asOf) {
		firstDays.clear();
		firstDaysOf = asOf;
	}
	let first = firstDays.get(months);
	if (first === undefined) {
		first = addMonths(asOf, -months);
		// Short months: 29 February and a year is over on 28 February, as 28 February and a year is.
		while (addMonths(first, months) <= asOf) first = addDays(first, 1);
		firstDays.set(months, first);
	}
	return first;
}

/** Whether a day lies in the last so many months: a year from 21 November ends with 20 November. */
export const isWithin = (day: IsoDate, months: number, asOf: IsoDate): boolean =>
	day <= asOf && day >= firstWithin(months, asOf);
