import type { IsoDate } from '$lib/shared/dates';
import type { Part } from '../scoring';
import type { Exclusion, Weights } from '../vocabulary';

/** What a matching was asked for: how fits are weighed, and the pairings to come. */
export interface Terms {
	weights: Weights;
	startsOn: IsoDate;
	endsOn: IsoDate;
	plannedMinutes: number;
	goal: string;
	/** Paths of the units whose mentors take part; null: everybody's. */
	mentorPaths: string[] | null;
}

/** What the solver found, in tenths of points; `bound`: what no other choice can exceed with as many placed. */
export interface Figures {
	trainees: number;
	mentors: number;
	/** Free places of the mentors who can take anybody. */
	places: number;
	placed: number;
	points: number;
	greedy: { placed: number; points: number };
	bound: number;
	/** Whether the bound proves the choice best. */
	proven: boolean;
	/** Pairs that could be, of these the solver looked at, and its rounds. */
	pairs: number;
	looked: number;
	rounds: number;
	seconds: number;
}

/** Why a trainee has their mentor, or why nobody could be found for them. */
export type RowReason =
	| { parts: Part[] }
	| {
			/** Mentors who could take them but whose places others have. */
			fits: number;
			/** How many mentors each reason keeps away. */
			excluded: Partial<Record<Exclusion, number>>;
	  };
