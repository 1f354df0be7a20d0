import type { Question } from '$lib/features/bank';

/** Name and version of how levels become marks, kept with every mark. Whatever is changed below gets a new version. */
export const SCHEME_RULES = { rubric: 'rubric/1', halves: 'halves/1' } as const;

/**
 * How a person marks an answer: by the levels of a rubric, or, where the question has none, in half marks. `shares`: of
 * the row in percent, by level from the best to the worst.
 */
export type Scheme =
	| { kind: 'rubric'; rows: { id: string; weight: number; shares: number[] }[]; marks: number }
	| { kind: 'halves'; marks: number };

/** What a marker chose: a level (from 0, the best) for each row of the rubric, or half marks. */
export interface Choice {
	levels: Record<string, number>;
	/** In hundredths of a mark; for schemes without a rubric. */
	hundredths: number | null;
}

/** The scheme of a question that is worth so many marks. */
export function schemeOf(question: Question, marks: number): Scheme {
	if (question.type !== 'essay' || !question.rubric.length) return { kind: 'halves', marks };
	const rows = question.rubric.map(({ id, weight, levels }) => ({
		...{ id, weight },
		shares: levels.map(({ share }) => share)
	}));
	return { kind: 'rubric', rows, marks };
}

export type Chosen =
	| { ok: true; hundredths: number; rule: string }
	| { ok: false; code: 'marking.mark.incomplete' | 'marking.mark.other_rubric' | 'marking.mark.range' };

/**
 * What a choice earns, in hundredths of a mark, rounded once. Refuses what is not complete, levels of another rubric, and marks
 * that the question does not have.
 */
export function earnedBy(scheme: Scheme, { levels, hundredths }: Choice): Chosen {
	if (scheme.kind === 'halves') {
		if (Object.keys(levels).length) return { ok: false, code: 'marking.mark.other_rubric' };
		if (hundredths === null) return { ok: false, code: 'marking.mark.incomplete' };
		const fits = Number.isInteger(hundredths) && hundredths % 50 === 0;
		if (!fits || hundredths < 0 || hundredths > scheme.marks * 100)
			return { ok: false, code: 'marking.mark.range' };
		return { ok: true, hundredths, rule: SCHEME_RULES.halves };
	}
	const ids = scheme.rows.map(({ id }) => id);
	const foreign = Object.keys(levels).some((id) => !ids.includes(id));
	if (foreign || hundredths !== null) return { ok: false, code: 'marking.mark.other_rubric' };
	let share = 0;
	for (const { id, weight, shares } of scheme.rows) {
		const level = Object.hasOwn(levels, id) ? levels[id] : undefined;
		if (level === undefined) return { ok: false, code: 'marking.mark.incomplete' };
		if (shares[level] === undefined) return { ok: false, code: 'marking.mark.other_rubric' };
		share += weight * shares[level];
	}
	// Shares and weights are percent: their product is in hundredths of a percent.
	const earned = Math.floor((share * scheme.marks) / 100 + 0.5 + 1e-9);
	return { ok: true, hundredths: Math.min(scheme.marks * 100, earned), rule: SCHEME_RULES.rubric };
}

/** What is earned so far, with rows that nobody has looked at as nothing: for a page that counts along. */
export function earnedSoFar(scheme: Scheme, choice: Choice): number {
	if (scheme.kind === 'halves') return choice.hundredths ?? 0;
	return scheme.rows.reduce((sum, { id, weight, shares }) => {
		const share = shares[choice.levels[id] ?? -1] ?? 0;
		return sum + (share * weight * scheme.marks) / 100;
	}, 0);
}
