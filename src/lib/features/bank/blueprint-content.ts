import type { LocalText } from '$lib/i18n/locales';
import type { Blueprint, Range } from './assembly/blueprint';
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

/**
 * The marks that papers of a table can have: cells that name nothing but a kind, or a kind and an area, bound how many of
 * it there are, and what is left open is of the kinds with the least or the most marks. Null where no paper fits.
 */
export function marksRange({
	items,
	cells,
	marks
}: Pick<Blueprint, 'items' | 'cells' | 'marks'>): Range | null {
	const kinds = questionTypes.map((type) => {
		const own = cells.filter((cell) => cell.type === type);
		const alone = own.filter(({ area, level }) => !area && !level);
		const among = (by: 'area' | 'level', other: 'area' | 'level') => {
			const most = new Map<string, number>();
			for (const cell of own)
				if (cell[by] && !cell[other]) most.set(cell[by], Math.max(most.get(cell[by]) ?? 0, cell.from));
			return [...most.values()].reduce((sum, from) => sum + from, 0);
		};
		return {
			marks: marks[type] ?? 1,
			from: Math.max(0, ...own.map(({ from }) => from), among('area', 'level'), among('level', 'area')),
			to: Math.min(items, ...alone.map(({ to }) => to))
		};
	});
	const least = kinds.reduce((sum, { from }) => sum + from, 0);
	if (least > items || kinds.some(({ from, to }) => from > to)) return null;
	const filled = (order: typeof kinds) => {
		let open = items - least;
		let sum = 0;
		for (const { marks, from, to } of order) {
			const more = Math.min(open, to - from);
			sum += (from + more) * marks;
			open -= more;
		}
		return open ? null : sum;
	};
	const rising = [...kinds].sort((a, b) => a.marks - b.marks);
	const [from, to] = [filled(rising), filled(rising.reverse())];
	return from === null || to === null ? null : { from, to };
}
