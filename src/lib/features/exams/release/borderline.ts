import type { Analysis } from '../analysis/analyse';
import { numberOf } from '../analysis/figure';
import { LEAST_TOLD } from '../analysis/flags';
import { profileOf, shortAreas, type PassRule, type QuestionMark } from '../marking';
import type { AreaScore } from '../types';

/**
 * Around the pass mark, in points of percent: `sem`, the sitting's standard error of measurement; `usual`, where it has none.
 */
export interface Band {
	points: number;
	by: 'sem' | 'usual';
}

/** The band of a sitting whose marks tell nothing of how exact they are. */
export const USUAL_POINTS = 3;

/**
 * Within one standard error of the pass mark somebody else's luck would have decided otherwise. Where there are several forms,
 * each has its own: their error variances are averaged over the candidates.
 */
export function bandOf(analysis: Analysis | null): Band {
	if (!analysis || analysis.all.test.candidates < LEAST_TOLD) return { points: USUAL_POINTS, by: 'usual' };
	const tests = analysis.forms.length ? analysis.forms.map(({ test }) => test) : [analysis.all.test];
	let [candidates, variance] = [0, 0];
	for (const test of tests) {
		const sem = numberOf(test.sem);
		if (sem === null) return { points: USUAL_POINTS, by: 'usual' };
		candidates += test.candidates;
		variance += test.candidates * sem ** 2;
	}
	return { points: 100 * Math.sqrt(variance / candidates), by: 'sem' };
}

/** Just below the pass mark, on it or just above, or above it and failed by the least share of an area alone. */
export const borderlines = ['below', 'above', 'minimum'] as const;
export type Borderline = (typeof borderlines)[number];

export interface ScoreAtMark {
	earnedHundredths: number;
	maxScore: number;
	/** Read only of who reached the pass mark and failed all the same. */
	marks: readonly QuestionMark[];
	/** Null where none was asked. */
	practical: boolean | null;
}

/** Where a score stands beside the pass mark; `points`: of percent, above 0 beyond it. Null far from it. */
export function borderlineOf(
	score: ScoreAtMark,
	{ passPercent, passRule, band }: { passPercent: number; passRule: PassRule; band: Band }
): { kind: Borderline; points: number; short: AreaScore[] } | null {
	const { earnedHundredths, maxScore, marks, practical } = score;
	if (!maxScore) return null;
	const points = earnedHundredths / maxScore - passPercent;
	const hasReached = earnedHundredths >= passPercent * maxScore;
	const short = hasReached ? shortAreas(profileOf(marks), passRule.minima ?? {}) : [];
	if (short.length && practical !== false) return { kind: 'minimum', points, short };
	// What differs by less is the rounding of binary fractions.
	if (Math.abs(points) > band.points + 1e-9) return null;
	return { kind: hasReached ? 'above' : 'below', points, short };
}
