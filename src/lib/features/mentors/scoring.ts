import type { RubricDimension, WorkStep } from '$lib/features/mentoring';
import { unitDistance } from './distance';
import { successOf, type Outcomes } from './outcomes';
import {
	criteria,
	type Criterion,
	type CustomerKind,
	type Exclusion,
	type Language,
	type Weights
} from './vocabulary';

/** What is known of a trainee that a mentor should fit. */
export interface Need {
	id: string;
	unitPath: string;
	/** Customers they serve; empty: not said. */
	customers: readonly string[];
	languages: readonly string[];
	/** The dimensions in which their last observations are lowest; empty: none observed, or all the same. */
	weakest: readonly RubricDimension[];
	/** The work steps that they have practised least, at most three. */
	leastSteps: readonly WorkStep[];
	/** People who may not mentor them: who manages them, with whom a dispute stayed open, whom they mentor. */
	conflicts: ReadonlyMap<string, Exclusion>;
}

/** What is known of a mentor on a day. */
export interface Candidate {
	id: string;
	unitPath: string;
	specialities: {
		steps: readonly number[];
		customers: readonly string[];
		languages: readonly string[];
		rubric: readonly string[];
	};
	/** Trainees whom they take at most, and whom they have now. */
	capacity: number;
	load: number;
	/** What came of their mentoring before. */
	outcomes: Outcomes;
	/** What keeps them from mentoring anybody on that day; null: nothing. */
	barred: Exclusion | null;
}

/** Why a part has its points; words under `mentors.why.<kind>`. Lists are ids, named by the page. */
export type Why =
	| { kind: 'unit.same' | 'unit.far' }
	| { kind: 'unit.steps'; steps: number }
	| { kind: 'notSaid' | 'notObserved' }
	| { kind: 'customers.some' | 'customers.none'; customers: CustomerKind[] }
	| { kind: 'rubric.some' | 'rubric.none'; dimensions: RubricDimension[] }
	| { kind: 'steps.some' | 'steps.none'; of: number; workSteps: WorkStep[] }
	| { kind: 'language.some' | 'language.none'; languages: Language[] }
	| { kind: 'load'; load: number; capacity: number }
	| { kind: 'outcome.none' }
	| { kind: 'outcome.some'; completed: number; ended: number; passed: number; sat: number };

/** One criterion's share of a score; points in tenths, so that they add up exactly. */
export interface Part {
	criterion: Criterion;
	points: number;
	/** What it could have given at most. */
	most: number;
	why: Why;
}

/** How well two people fit: tenths of points, at most 1000 in all. */
export interface Score {
	points: number;
	parts: Part[];
}

/** Units that lie so many steps apart or more count as far. */
const FAR = 5;

/** The share of what the trainee wants that the mentor offers; half when nothing is known. */
function cover(wanted: readonly (string | number)[], offered: readonly (string | number)[]): number {
	if (!wanted.length) return 0.5;
	let found = 0;
	for (const one of wanted) if (offered.includes(one)) found++;
	return found / wanted.length;
}

/** What of it the mentor offers, or all of it where that is nothing: what the reason names. */
function named<T extends string | number>(
	wanted: readonly T[],
	offered: readonly (string | number)[]
): { some: boolean; list: T[] } {
	const found = wanted.filter((one) => offered.includes(one));
	return { some: found.length > 0, list: found.length ? found : [...wanted] };
}

interface Judge {
	/** The value of the criterion, 0 to 1: asked a million times for a large intake. */
	share(need: Need, mentor: Candidate): number;
	/** The reason, for whoever reads it. */
	why(need: Need, mentor: Candidate): Why;
}

const judges: Record<Criterion, Judge> = {
	unit: {
		share: (need, mentor) => Math.max(0, 1 - unitDistance(need.unitPath, mentor.unitPath) / FAR),
		why(need, mentor) {
			const steps = unitDistance(need.unitPath, mentor.unitPath);
			if (steps === 0) return { kind: 'unit.same' };
			return steps >= FAR ? { kind: 'unit.far' } : { kind: 'unit.steps', steps };
		}
	},
	customers: {
		share: (need, { specialities }) => cover(need.customers, specialities.customers),
		why(need, { specialities }) {
			if (!need.customers.length) return { kind: 'notSaid' };
			const { some, list } = named(need.customers as CustomerKind[], specialities.customers);
			return { kind: some ? 'customers.some' : 'customers.none', customers: list };
		}
	},
	rubric: {
		share: (need, { specialities }) => cover(need.weakest, specialities.rubric),
		why(need, { specialities }) {
			if (!need.weakest.length) return { kind: 'notObserved' };
			const { some, list } = named(need.weakest, specialities.rubric);
			return { kind: some ? 'rubric.some' : 'rubric.none', dimensions: list };
		}
	},
	steps: {
		share: (need, { specialities }) => cover(need.leastSteps, specialities.steps),
		why(need, { specialities }) {
			if (!need.leastSteps.length) return { kind: 'notObserved' };
			const { some, list } = named(need.leastSteps, specialities.steps);
			return { kind: some ? 'steps.some' : 'steps.none', of: need.leastSteps.length, workSteps: list };
		}
	},
	language: {
		share: (need, { specialities }) => cover(need.languages, specialities.languages),
		why(need, { specialities }) {
			if (!need.languages.length) return { kind: 'notSaid' };
			const { some, list } = named(need.languages as Language[], specialities.languages);
			return { kind: some ? 'language.some' : 'language.none', languages: list };
		}
	},
	load: {
		share: (_need, { load, capacity }) => (capacity > 0 ? Math.max(0, 1 - load / capacity) : 0),
		why: (_need, { load, capacity }) => ({ kind: 'load', load, capacity })
	},
	outcome: {
		share: (_need, { outcomes }) => successOf(outcomes),
		why(_need, { outcomes: { completed, broken, passed, sat } }) {
			const ended = completed + broken;
			return ended + sat ? { kind: 'outcome.some', completed, ended, passed, sat } : { kind: 'outcome.none' };
		}
	}
};

/** Why this mentor cannot take this trainee; null: they can. Whoever is full has no room even for the best fit. */
export function exclusionOf(need: Need, mentor: Candidate): Exclusion | null {
	if (need.id === mentor.id) return 'self';
	return need.conflicts.get(mentor.id) ?? mentor.barred ?? (mentor.load >= mentor.capacity ? 'full' : null);
}

/** The most that each criterion can give, in tenths; together 1000. No weight at all: nothing. */
export function shareOut(weights: Weights): Record<Criterion, number> {
	const total = criteria.reduce((sum, criterion) => sum + weights[criterion], 0);
	const most = {} as Record<Criterion, number>;
	let weighed = 0;
	for (const criterion of criteria) {
		const before = total && Math.round((1000 * weighed) / total);
		weighed += weights[criterion];
		most[criterion] = total && Math.round((1000 * weighed) / total) - before;
	}
	return most;
}

/** The score alone, in tenths of points: the sum of what `scorePair` explains. */
export function pointsOf(need: Need, mentor: Candidate, most: Record<Criterion, number>): number {
	let points = 0;
	for (const criterion of criteria)
		if (most[criterion]) points += Math.round(most[criterion] * judges[criterion].share(need, mentor));
	return points;
}

/** How well a mentor fits a trainee, by weighted criteria, each with its reason. Pure. */
export function scorePair(need: Need, mentor: Candidate, weights: Weights): Score {
	const most = shareOut(weights);
	const parts = criteria
		.filter((criterion) => most[criterion] > 0)
		.map((criterion): Part => {
			const { share, why } = judges[criterion];
			const points = Math.round(most[criterion] * share(need, mentor));
			return { criterion, points, most: most[criterion], why: why(need, mentor) };
		});
	return { points: parts.reduce((sum, part) => sum + part.points, 0), parts };
}
