import type { LocalText } from '$lib/i18n/locales';
import type { Blueprint } from './assembly/blueprint';
import { questionTypes, type QuestionType } from './question';

/** A blueprint as it is kept: what every paper has to be, and what a new sitting is offered. */
export interface BlueprintContent extends Omit<Blueprint, 'earlier'> {
	code: string;
	title: LocalText;
	/** Time limit that a new sitting is offered. */
	minutes: number;
	/** Pass mark that a new sitting is offered. */
	passPercent: number;
	/** Most items in common with each of the earlier papers of these ids. */
	earlier: { papers: string[]; most: number } | null;
}

/** The same marks for items of every kind. */
export const evenMarks = (marks: number): Record<QuestionType, number> =>
	Object.fromEntries(questionTypes.map((type) => [type, marks])) as Record<QuestionType, number>;

/** Marks of every paper of a blueprint; null where papers may differ. */
export function paperMarks({
	items,
	marks,
	total
}: Pick<Blueprint, 'items' | 'marks' | 'total'>): number | null {
	const each = new Set(questionTypes.map((type) => marks[type] ?? 1));
	if (each.size === 1) return items * [...each][0]!;
	return total && total.from === total.to ? total.from : null;
}
