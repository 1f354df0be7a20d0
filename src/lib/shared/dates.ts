/** A calendar date `YYYY-MM-DD` in the organisation's zone. Such strings sort as dates. */
export type IsoDate = string;

const zoned = new Map<string, Intl.DateTimeFormat>();

/** The date of a zone and its offset change at a full quarter of an hour: within one they are known. */
const quarterOf = (instant: Date): number => Math.floor(instant.getTime() / 900_000);
const lastDate = new Map<string, { quarter: number; date: IsoDate }>();

/** The calendar date that an instant falls on in a zone (default: the organisation's, Asia/Shanghai). */
export function dateIn(instant: Date, zone = 'Asia/Shanghai'): IsoDate {
	const quarter = quarterOf(instant);
	const last = lastDate.get(zone);
	if (last?.quarter === quarter) return last.date;
	let format = zoned.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-CA', {
			timeZone: zone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit'
		});
		zoned.set(zone, format);
	}
	const date = format.format(instant);
	lastDate.set(zone, { quarter, date });
	return date;
}

const utc = (date: IsoDate) => new Date(`${date}T00:00:00Z`);
const iso = (date: Date): IsoDate => date.toISOString().slice(0, 10);

// Plain arithmetic over the Gregorian calendar: grade standards are evaluated for a whole workforce at once, and
// a Date for every step would cost more than all the rest.
const yearOf = (date: IsoDate): number => Number(date.slice(0, 4));
const monthOf = (date: IsoDate): number => Number(date.slice(5, 7));
const dayOf = (date: IsoDate): number => Number(date.slice(8, 10));

const two = Array.from({ length: 32 }, (_, n) => String(n).padStart(2, '0'));
const text = (year: number, month: number, day: number): IsoDate =>
	`${year < 1000 ? String(year).padStart(4, '0') : year}-${two[month]}-${two[day]}`;

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const lastOf = (year: number, month: number): number =>
	month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0);

/** Days since 1 March of the year 0: counted from March, the leap day is the last of its year. */
function dayNumber(date: IsoDate): number {
	const month = monthOf(date);
	const year = month > 2 ? yearOf(date) : yearOf(date) - 1;
	const sinceMarch = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5);
	return (
		year * 365 +
		Math.floor(year / 4) -
		Math.floor(year / 100) +
		Math.floor(year / 400) +
		sinceMarch +
		dayOf(date) -
		1
	);
}

function fromDayNumber(days: number): IsoDate {
	const era = Math.floor(days / 146_097);
	const inEra = days - era * 146_097;
	const ofEra = Math.floor(
		(inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365
	);
	const inYear = inEra - (365 * ofEra + Math.floor(ofEra / 4) - Math.floor(ofEra / 100));
	const sinceMarch = Math.floor((5 * inYear + 2) / 153);
	const month = sinceMarch < 10 ? sinceMarch + 3 : sinceMarch - 9;
	const year = era * 400 + ofEra + (month <= 2 ? 1 : 0);
	return text(year, month, inYear - Math.floor((153 * sinceMarch + 2) / 5) + 1);
}

export const addDays = (date: IsoDate, days: number): IsoDate => fromDayNumber(dayNumber(date) + days);

/** Adds calendar months; a day that the target month lacks becomes its last (31 January + 1 = 28 or 29 February). */
export function addMonths(date: IsoDate, months: number): IsoDate {
	const index = yearOf(date) * 12 + monthOf(date) - 1 + months;
	const year = Math.floor(index / 12);
	const month = index - year * 12 + 1;
	return text(year, month, Math.min(dayOf(date), lastOf(year, month)));
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number => dayNumber(to) - dayNumber(from);

/** Whole calendar months from `from` to `to`: the largest m with addMonths(from, m) <= to. */
export function monthsBetween(from: IsoDate, to: IsoDate): number {
	const months = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
	const day = Math.min(dayOf(from), lastOf(yearOf(to), monthOf(to)));
	return day > dayOf(to) ? months - 1 : months;
}

/** Whether a string is a real calendar date (`2026-02-30` is not). */
export function isIsoDate(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const date = utc(value);
	return !Number.isNaN(date.getTime()) && iso(date) === value;
}

/** Made once for each zone: making one costs more than all that is asked of it. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Offsets kept of each zone, by quarter of an hour: forms and agendas name the same few days again and again. */
const KEPT_OFFSETS = 2000;
const offsets = new Map<string, Map<number, number>>();

/** The offset of a zone from UTC at an instant, in milliseconds. */
function offsetIn(instant: Date, zone: string): number {
	let kept = offsets.get(zone);
	if (!kept) offsets.set(zone, (kept = new Map()));
	const quarter = quarterOf(instant);
	let offset = kept.get(quarter);
	if (offset === undefined) {
		if (kept.size >= KEPT_OFFSETS) kept.clear();
		kept.set(quarter, (offset = readOffset(instant, zone)));
	}
	return offset;
}

function readOffset(instant: Date, zone: string): number {
	let format = clocks.get(zone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-CA', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit'
		});
		clocks.set(zone, format);
	}
	const parts = format.formatToParts(instant);
	const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
	const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
	return shown - Math.floor(instant.getTime() / 1000) * 1000;
}

/** The instant that `YYYY-MM-DDTHH:mm` (a form's date and time) means in a zone; null for any other text. */
export function instantIn(local: string, zone = 'Asia/Shanghai'): Date | null {
	if (!/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(local) || !isIsoDate(local.slice(0, 10)))
		return null;
	const asUtc = new Date(`${local}Z`);
	return new Date(asUtc.getTime() - offsetIn(asUtc, zone));
}

/** An instant as a form's `YYYY-MM-DDTHH:mm` in a zone; the inverse of `instantIn` to the minute. */
export const localTimeIn = (instant: Date, zone = 'Asia/Shanghai'): string =>
	new Date(instant.getTime() + offsetIn(instant, zone)).toISOString().slice(0, 16);
