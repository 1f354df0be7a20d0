import { addMonths, monthsBetween, type IsoDate } from '$lib/shared/dates';
import type { PersonFacts } from './engine/facts';
import type { Policy, RankingTerm } from './policy/types';
import { appointmentsOn } from './rules';

/** A score of this is full in every term. Two decimals of a percent, so that it is a whole number. */
export const FULL_SCORE = 10_000;

/**
 * How somebody ranks among those who are eligible, by the policy's formula: each term as a share of its full value,
 * weighted; 0 to 10,000, whole. Null when the policy ranks nobody. Pure.
 */
export function rankingScore(policy: Policy, facts: PersonFacts, asOf: IsoDate): number | null {
	const total = policy.ranking.reduce((sum, term) => sum + term.weight, 0);
	if (!total) return null;
	const reached = policy.ranking.reduce(
		(sum, term) =>
			sum + term.weight * Math.min(1, Math.max(0, valueOf(term, policy, facts, asOf) / term.full)),
		0
	);
	return Math.round((FULL_SCORE * reached) / total);
}

/** The value of one term in its own unit: points, percent, hours or months. */
export function valueOf(
	{ term, months }: RankingTerm,
	{ ladder }: Pick<Policy, 'ladder'>,
	facts: PersonFacts,
	asOf: IsoDate
): number {
	const since = months === null ? '' : addMonths(asOf, -months);
	const counts = (day: IsoDate) => day > since && day <= asOf;
	switch (term) {
		case 'assessmentAverage':
			return average(facts.assessments.filter(({ to }) => counts(to)).map(({ total }) => total));
		case 'examScore': {
			const passed = facts.exams.filter((exam) => exam.ladder === ladder && counts(exam.passedOn));
			return passed.reduce((best, { percent }) => Math.max(best, percent), 0);
		}
		case 'creditHours':
			return sum(facts.credits.filter((one) => counts(one.earnedOn)).map(({ minutes }) => minutes)) / 60;
		case 'shadowingHours': {
			const signed = facts.shadowing.filter((one) => one.state === 'countersigned' && counts(one.occurredOn));
			return sum(signed.map(({ minutes }) => minutes)) / 60;
		}
		case 'tenureMonths': {
			const held = appointmentsOn(facts, ladder, asOf).at(-1);
			return held?.tier ? Math.max(0, monthsBetween(held.startsOn, asOf)) : 0;
		}
	}
}

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);
const average = (values: number[]): number => (values.length ? sum(values) / values.length : 0);

/**
 * People by score, the highest first, with their rank: equal scores share one, and the next rank counts them all
 * (1, 2, 2, 4). Whoever has no score comes last.
 */
export function rankByScore<T extends { score: number | null }>(
	people: readonly T[]
): (T & { rank: number })[] {
	const sorted = [...people].sort((a, b) => (b.score ?? -1) - (a.score ?? -1));
	let rank = 0;
	return sorted.map((one, i) => {
		if (i === 0 || one.score !== sorted[i - 1]?.score) rank = i + 1;
		return { ...one, rank };
	});
}

/** Those on the last so many ranks; a tie at the edge takes all who share it, or none: nobody is picked by chance. */
export function lastOf<T extends { rank: number }>(ranked: readonly T[], count: number): T[] {
	const edge = ranked[ranked.length - count];
	if (count <= 0 || !edge) return [];
	const within = ranked.filter(({ rank }) => rank >= edge.rank);
	return within.length === count ? within : ranked.filter(({ rank }) => rank > edge.rank);
}
