/** A calendar date `YYYY-MM-DD` in the organisation's zone. Such strings sort as dates. */
export type IsoDate = string;

const DAY_MS = 86_400_000;
const zoned = new Map<string, Intl.DateTimeFormat>();

/** The calendar date that an instant falls on in a zone (default: the organisation's, Asia/Shanghai). */
export function dateIn(instant: Date, zone = 'Asia/Shanghai'): IsoDate {
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
	return format.format(instant);
}

const utc = (date: IsoDate) => new Date(`${date}T00:00:00Z`);
const iso = (date: Date): IsoDate => date.toISOString().slice(0, 10);

export const addDays = (date: IsoDate, days: number): IsoDate =>
	iso(new Date(utc(date).getTime() + days * DAY_MS));

/** Adds calendar months; a day that the target month lacks becomes its last (31 January + 1 = 28 or 29 February). */
export function addMonths(date: IsoDate, months: number): IsoDate {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	const index = year * 12 + (month - 1) + months;
	const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
	return iso(new Date(Date.UTC(Math.floor(index / 12), index % 12, Math.min(day, last))));
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
	Math.round((utc(to).getTime() - utc(from).getTime()) / DAY_MS);

/** Whole calendar months from `from` to `to`: the largest m with addMonths(from, m) <= to. */
export function monthsBetween(from: IsoDate, to: IsoDate): number {
	const [fy = 0, fm = 0] = from.split('-').map(Number);
	const [ty = 0, tm = 0] = to.split('-').map(Number);
	const months = (ty - fy) * 12 + (tm - fm);
	return addMonths(from, months) > to ? months - 1 : months;
}

/** Whether a string is a real calendar date (`2026-02-30` is not). */
export function isIsoDate(value: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
	const date = utc(value);
	return !Number.isNaN(date.getTime()) && iso(date) === value;
}

/** The offset of a zone from UTC at an instant, in milliseconds. */
function offsetIn(instant: Date, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit'
	}).formatToParts(instant);
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
