import { addDays, addMonths, type IsoDate } from '$lib/shared/dates';

/** A length of calendar time: whole months first, then days (one year and 45 days is `{ months: 12, days: 45 }`). */
export interface Span {
	months?: number;
	days?: number;
}

/** The date that lies a span after another; a day that the month lacks becomes its last. */
export const after = (date: IsoDate, { months = 0, days = 0 }: Span): IsoDate =>
	addDays(addMonths(date, months), days);

/** The date that lies a span before another. */
export const before = (date: IsoDate, { months = 0, days = 0 }: Span): IsoDate =>
	addMonths(addDays(date, -days), -months);

export const times = ({ months = 0, days = 0 }: Span, count: number): Span => ({
	months: months * count,
	days: days * count
});

/** The fewest days that a span can be, whatever months it falls on. */
export const shortest = ({ months = 0, days = 0 }: Span): number =>
	Math.floor(months / 12) * 365 + (months % 12) * 28 + days;

/** The most days that a span can be. */
export const longest = ({ months = 0, days = 0 }: Span): number =>
	Math.floor(months / 12) * 366 + (months % 12) * 31 + days;

export const earlier = (a: IsoDate, b: IsoDate): IsoDate => (a < b ? a : b);
export const later = (a: IsoDate, b: IsoDate): IsoDate => (a > b ? a : b);
