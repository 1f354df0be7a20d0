import { knowledgeAreas, type KnowledgeArea } from '$lib/content/question-vocabulary';
import type { BlueprintContent } from '$lib/features/bank';
import type { PassRule, QuestionMark } from './marking';
import type { Showing } from './states';

/** What passing asks beyond the pass mark, and what candidates have of their results once they are out. */
export interface ResultRules {
	/** Least percent of an area's marks, in the order of the areas; none is asked of the others. */
	minima: { area: KnowledgeArea; percent: number }[];
	showing: Showing;
	/** Days after the release in which they may appeal; null where nobody may. */
	appealDays: number | null;
	appealLimit: number;
}

export function resultRulesOf(
	sitting: { passRule: unknown } & Pick<ResultRules, 'showing' | 'appealDays' | 'appealLimit'>
): ResultRules {
	const { showing, appealDays, appealLimit } = sitting;
	const { minima = {} } = sitting.passRule as PassRule;
	return {
		minima: knowledgeAreas.flatMap((area) => {
			const percent = minima[area];
			return percent === undefined ? [] : [{ area, percent }];
		}),
		...{ showing, appealDays, appealLimit }
	};
}

/** The areas that papers of a blueprint are said to hold: those that its cells name, all where they name none. */
export function areasOf({ cells }: Pick<BlueprintContent, 'cells'>): KnowledgeArea[] {
	const named = new Set(cells.flatMap(({ area, to }) => (area && to > 0 ? [area] : [])));
	return knowledgeAreas.filter((area) => !named.size || named.has(area));
}

/** Whether a candidate sees a question of their paper once results are out; `mark`: what it earned, absent where it does not count. */
export const isShown = (
	showing: Showing,
	mark: Pick<QuestionMark, 'earnedHundredths' | 'marks'> | undefined
): boolean =>
	showing === 'all' ||
	(showing === 'missed' && mark !== undefined && mark.earnedHundredths < mark.marks * 100);
