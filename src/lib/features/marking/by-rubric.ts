import type { Question } from '$lib/features/bank';
import { averageOf, medianOf } from './agreement';
import { earnedBy, schemeOf } from './scheme';
import type { Turn } from './states';

type Levels = Record<string, number>;

/** How an answer came to its mark: the levels that a moderator chose, or those of its markers by turn. */
export interface ChosenLevels {
	/** Of the question on this paper. */
	marks: number;
	/** Null where no moderator chose any. */
	moderated: Levels | null;
	turns: Partial<Record<Turn, Levels>>;
}

/**
 * What an answer earns by a rubric when everybody's levels stay as they chose them, in hundredths of a mark: a moderator's
 * stand, one marker's as they are, two averaged, the middle one of three. Null where levels do not fit the rubric.
 */
export function earnedByRubric(question: Question, { marks, moderated, turns }: ChosenLevels): number | null {
	const scheme = schemeOf(question, marks);
	if (scheme.kind !== 'rubric') return null;
	const earned = (levels: Levels | undefined): number | null => {
		const chosen = levels && earnedBy(scheme, { levels, hundredths: null });
		return chosen?.ok ? chosen.hundredths : null;
	};
	if (moderated) return earned(moderated);
	const [first, second, third] = [earned(turns.first), earned(turns.second), earned(turns.third)];
	if (first === null) return null;
	if (!turns.second) return first;
	if (second === null) return null;
	if (!turns.third) return averageOf(first, second);
	return third === null ? null : medianOf(first, second, third);
}
