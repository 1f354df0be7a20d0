import { addMonths, daysBetween, isIsoDate, type IsoDate } from '$lib/shared/dates';
import { isId } from '$lib/shared/ids';

/** What the training report covers: a unit with those below (null: all that the reader may read), and a period. */
export interface ReportFilter {
	unit: string | null;
	from: IsoDate;
	/** The last day. */
	to: IsoDate;
}

/** Longest period, in days: every month is a column of the plot. */
const LONGEST = 366 * 5;

/** The periods that are chosen with one click. */
export function presetsOf(
	today: IsoDate
): { id: 'thisYear' | 'lastYear' | 'months12'; from: IsoDate; to: IsoDate }[] {
	const year = Number(today.slice(0, 4));
	return [
		{ id: 'thisYear', from: `${year}-01-01`, to: today },
		{ id: 'lastYear', from: `${year - 1}-01-01`, to: `${year - 1}-12-31` },
		{ id: 'months12', from: `${addMonths(today, -11).slice(0, 7)}-01`, to: today }
	];
}

/** Reads the filter from an address; what cannot be a period becomes this year so far. */
export function reportFilter(params: URLSearchParams, today: IsoDate): ReportFilter {
	const unit = params.get('unit') ?? '';
	const from = params.get('from') ?? '';
	const to = params.get('to') ?? '';
	const thisYear = presetsOf(today)[0]!;
	const start = isIsoDate(from) ? from : thisYear.from;
	const end = isIsoDate(to) ? to : thisYear.to;
	const days = daysBetween(start, end);
	const period = days < 0 || days > LONGEST ? thisYear : { from: start, to: end };
	return { unit: isId(unit) ? unit : null, from: period.from, to: period.to };
}
