import { addMonths, type IsoDate } from '$lib/shared/dates';
import { commonPath } from '$lib/shared/unit-paths';

/** Figures of one unit, or of a group of them. */
export interface UnitFigures {
	/** People who learn: active and in the role of a trainee. */
	people: number;
	/** Of these, who completed something in the period. */
	learners: number;
	completions: number;
	/** Credit earned in the period. */
	minutes: number;
	/** Who has what the year of the period's last day asks. */
	met: number;
}
export const noFigures = (): UnitFigures => ({ people: 0, learners: 0, completions: 0, minutes: 0, met: 0 });

export function addFigures(sum: UnitFigures, more: UnitFigures): UnitFigures {
	return {
		people: sum.people + more.people,
		learners: sum.learners + more.learners,
		completions: sum.completions + more.completions,
		minutes: sum.minutes + more.minutes,
		met: sum.met + more.met
	};
}

/**
 * Figures of units by their paths, rolled up to the units right below the lowest one that all of them lie in (or
 * below `base`); what belongs to that one itself keeps its own line. In the order of paths.
 */
export function rollUp(
	rows: readonly ({ path: string } & UnitFigures)[],
	base: string | null
): { path: string; figures: UnitFigures }[] {
	const top = base ?? commonPath(rows.map(({ path }) => path));
	const groups = new Map<string, UnitFigures>();
	for (const row of rows) {
		const step = row.path.slice(top.length).split('/')[0];
		const path = step ? `${top}${step}/` : top;
		groups.set(path, addFigures(groups.get(path) ?? noFigures(), row));
	}
	return [...groups]
		.map(([path, figures]) => ({ path, figures }))
		.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** The months that a period touches, `YYYY-MM`, from the first to the last. */
export function monthsOf(from: IsoDate, to: IsoDate): string[] {
	const months: string[] = [];
	for (let first = `${from.slice(0, 7)}-01`; first <= to; first = addMonths(first, 1))
		months.push(first.slice(0, 7));
	return months;
}

/** Rows of a table with a figure for each area and method, as a matrix of those that have any, most first. */
export function matrixOf(rows: readonly { area: string; method: string; minutes: number }[]): {
	methods: string[];
	areas: { area: string; minutes: number; by: Record<string, number> }[];
} {
	const areas = new Map<string, { area: string; minutes: number; by: Record<string, number> }>();
	const methods = new Map<string, number>();
	for (const { area, method, minutes } of rows) {
		const line = areas.get(area) ?? { area, minutes: 0, by: {} };
		line.minutes += minutes;
		line.by[method] = (line.by[method] ?? 0) + minutes;
		areas.set(area, line);
		methods.set(method, (methods.get(method) ?? 0) + minutes);
	}
	return {
		methods: [...methods].sort((a, b) => b[1] - a[1]).map(([method]) => method),
		areas: [...areas.values()].sort((a, b) => b.minutes - a.minutes || (a.area < b.area ? -1 : 1))
	};
}
