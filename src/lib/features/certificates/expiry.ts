import type { LocalText } from '$lib/i18n/locales';
import { addMonths, type IsoDate } from '$lib/shared/dates';

/** Months that the forecast looks ahead, the present one included. */
export const MONTHS_AHEAD = 12;

/** Certificates in force of one unit that run out in one month, `YYYY-MM`. */
export interface ExpiryCount {
	path: string;
	month: string;
	count: number;
}

/** The months from that of a day on, `YYYY-MM`. */
export const monthsFrom = (day: IsoDate, months = MONTHS_AHEAD): string[] =>
	Array.from({ length: months }, (_, i) => addMonths(`${day.slice(0, 7)}-01`, i).slice(0, 7));

export interface ExpiryRow {
	unit: { id: string; name: LocalText };
	/** In the order of the months. */
	counts: number[];
	total: number;
}

/** Counts by branch and month: those of units below a branch are its own, those of head office stay there. */
export function byBranch(
	counts: readonly ExpiryCount[],
	months: readonly string[],
	units: readonly { id: string; path: string; name: LocalText }[]
): ExpiryRow[] {
	const branchOf = (path: string): string => path.split('/').slice(0, 2).filter(Boolean).join('/') + '/';
	return units
		.filter(({ path }) => branchOf(path) === path)
		.map(({ id, path, name }) => {
			const own = counts.filter((one) => branchOf(one.path) === path);
			const row = months.map((month) =>
				own.reduce((sum, one) => (one.month === month ? sum + one.count : sum), 0)
			);
			return { unit: { id, name }, counts: row, total: row.reduce((sum, count) => sum + count, 0) };
		})
		.filter(({ total }) => total > 0)
		.sort((a, b) => b.total - a.total);
}
