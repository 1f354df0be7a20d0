import { addDays, daysBetween, type IsoDate } from '$lib/shared/dates';
import {
	rubricDimensions,
	workSteps,
	type Rubric,
	type RubricDimension,
	type RubricLevel,
	type WorkStep
} from './vocabulary';

/** A session as progress is made of: `counted` is signed by both and clean, `waiting` for a signature or for HR. */
export interface ProgressSession {
	id: string;
	occurredOn: IsoDate;
	minutes: number;
	steps: readonly number[];
	standing: 'counted' | 'waiting';
	/** What the mentor observed. */
	rubric: Rubric;
	/** The trainee's words on it; null: none yet. */
	reflection: string | null;
}

/** Minutes that count, and beside them those that still wait. */
export interface Span {
	minutes: number;
	waiting: number;
}

export interface Observation {
	entryId: string;
	on: IsoDate;
	level: RubricLevel;
	counted: boolean;
}

export interface Progress {
	/** Mondays of the weeks shown, oldest first; together with `earlier` the whole pairing. */
	weeks: IsoDate[];
	/** The last day of the weeks before those, where there are any. */
	earlierTo: IsoDate | null;
	/** By work step: a session counts with all its minutes for each of its steps. */
	steps: { step: WorkStep; earlier: Span; cells: Span[]; total: Span }[];
	/** Of all sessions, each once. */
	all: { earlier: Span; cells: Span[]; total: Span };
	/** Levels by dimension, oldest first. */
	rubric: { dimension: RubricDimension; observations: Observation[] }[];
	/** The latest session first. */
	reflections: { entryId: string; on: IsoDate; words: string; counted: boolean }[];
}

/** So many weeks have a column; what was before stands in one. */
export const WEEKS_SHOWN = 26;
/** So many observations of a dimension are drawn. */
export const OBSERVATIONS_SHOWN = 30;

const A_MONDAY = '2024-01-01';

/** The Monday of a day's week. */
export const mondayOf = (day: IsoDate): IsoDate => {
	const since = daysBetween(A_MONDAY, day) % 7;
	return addDays(day, -(since < 0 ? since + 7 : since));
};

const none = (): Span => ({ minutes: 0, waiting: 0 });

/**
 * Hours by work step over weeks, levels over time and reflections of a pairing (domain.md 4, 5.3), from its first day
 * to `until`. Pure.
 */
export function computeProgress(
	sessions: readonly ProgressSession[],
	{ startsOn, until }: { startsOn: IsoDate; until: IsoDate }
): Progress {
	const inOrder = [...sessions].sort((a, b) =>
		a.occurredOn === b.occurredOn ? (a.id < b.id ? -1 : 1) : a.occurredOn < b.occurredOn ? -1 : 1
	);
	const last = inOrder.at(-1)?.occurredOn ?? startsOn;
	const lastMonday = mondayOf(last > until ? last : until > startsOn ? until : startsOn);
	const firstMonday = mondayOf(startsOn);
	const earliest = addDays(lastMonday, -7 * (WEEKS_SHOWN - 1));
	const from = firstMonday > earliest ? firstMonday : earliest;
	const weeks: IsoDate[] = [];
	for (let week = from; week <= lastMonday; week = addDays(week, 7)) weeks.push(week);

	const spread = (some: readonly ProgressSession[]) => {
		const row = { earlier: none(), cells: weeks.map(none), total: none() };
		for (const { occurredOn, minutes, standing } of some) {
			const key = standing === 'counted' ? 'minutes' : 'waiting';
			const cell = occurredOn < from ? row.earlier : row.cells[Math.floor(daysBetween(from, occurredOn) / 7)];
			if (cell) cell[key] += minutes;
			row.total[key] += minutes;
		}
		return row;
	};
	return {
		weeks,
		earlierTo: firstMonday < from ? addDays(from, -1) : null,
		steps: workSteps.map((step) => ({
			step,
			...spread(inOrder.filter(({ steps }) => steps.includes(step)))
		})),
		all: spread(inOrder),
		rubric: rubricDimensions.map((dimension) => ({
			dimension,
			observations: inOrder
				.flatMap(({ id, occurredOn, rubric, standing }): Observation[] => {
					const level = rubric[dimension];
					return level ? [{ entryId: id, on: occurredOn, level, counted: standing === 'counted' }] : [];
				})
				.slice(-OBSERVATIONS_SHOWN)
		})),
		reflections: inOrder
			.flatMap(({ id, occurredOn, reflection, standing }) =>
				reflection
					? [{ entryId: id, on: occurredOn, words: reflection, counted: standing === 'counted' }]
					: []
			)
			.reverse()
	};
}

/** How dark a cell is, 0 to 4: none, up to one, two and four hours, more. */
export function heatOf(minutes: number): 0 | 1 | 2 | 3 | 4 {
	if (minutes <= 0) return 0;
	if (minutes <= 60) return 1;
	if (minutes <= 120) return 2;
	return minutes <= 240 ? 3 : 4;
}
