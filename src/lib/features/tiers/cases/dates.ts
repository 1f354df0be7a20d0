import { addDays, addMonths, type IsoDate } from '$lib/shared/dates';

/** The later of several days; days that are not set do not count. */
export const latest = (...days: (IsoDate | null | undefined)[]): IsoDate =>
	days
		.filter((day) => typeof day === 'string')
		.sort()
		.at(-1) ?? '';

/** The last day of an appointment that is given for so many months; null: without end. */
export const appointedTo = (startsOn: IsoDate, months: number | null): IsoDate | null =>
	months === null ? null : addDays(addMonths(startsOn, months), -1);

/** When a case that passed its review takes effect: after its notice, and never before any of the other days. */
export const effectiveDay = (
	today: IsoDate,
	noticeTo: IsoDate | null,
	...notBefore: (IsoDate | null | undefined)[]
): IsoDate => latest(today, noticeTo && addDays(noticeTo, 1), ...notBefore);
