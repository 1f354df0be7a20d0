import type { Column } from './columns';
import { correlationOf, type Figure } from './figure';
import { weighedMean } from './groups';
import type { TableItem } from './table';

/** How one option did. */
export interface OptionFigures {
	/** Null for those who gave no answer. */
	id: string | null;
	right: boolean;
	/** How many chose it. */
	chosen: number;
	/** Of each fifth of the candidates, from the weakest, the share that chose it. */
	fifths: number[];
	/** Correlation of choosing it with the rest of the paper. */
	discrimination: Figure;
}

/** The options of an item and, last, giving no answer; none for kinds without options. */
export function optionsOf(item: TableItem, column: Column, fifths: readonly Float64Array[]): OptionFigures[] {
	if (!item.options.length) return [];
	const n = column.chosen.length;
	const isBeside = n > 0 && !Number.isNaN(column.rest[0]);
	const figures = (id: string | null, right: boolean, isChosen: (bits: number) => boolean): OptionFigures => {
		const chose = Float64Array.from(column.chosen, (bits) => (isChosen(bits) ? 1 : 0));
		return {
			...{ id, right, chosen: chose.reduce((sum, one) => sum + one, 0) },
			fifths: fifths.map((weights) => weighedMean(chose, weights)),
			discrimination: isBeside ? correlationOf(chose, column.rest) : 'alone'
		};
	};
	return [
		...item.options.map(({ id, right }, place) => figures(id, right, (bits) => (bits & (1 << place)) !== 0)),
		figures(null, false, (bits) => bits === 0)
	];
}
