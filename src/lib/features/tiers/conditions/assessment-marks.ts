import { share, sumOf } from './figures';

/** Marks that assessed periods are held against, in points. */
export interface Marks {
	average?: number | undefined;
	noneBelow?: number | undefined;
	noTwoBelow?: number | undefined;
	floor?: number | undefined;
}

export interface Judgement {
	average: number;
	/** The first mark that is not reached. */
	reason: 'met' | 'average' | 'none' | 'two' | 'floor';
	/** That mark; 0 when all are reached. */
	mark: number;
	/** The figure that decides, and the mark that it is held against. */
	have: number;
	need: number;
}

/** Points of periods, oldest first, and of their single indicators, against the marks. Sums are made of whole hundredths. */
export function judge(values: readonly number[], singles: readonly number[], marks: Marks): Judgement {
	const average = share(sumOf(values.map((value) => Math.round(value * 100))), values.length * 100);
	// The better of each two neighbours: two in a row are below when even that one is.
	const pairs = values.slice(1).map((value, i) => Math.max(value, values[i] ?? 0));
	const asked = [
		{ reason: 'average' as const, need: marks.average, have: average },
		{ reason: 'none' as const, need: marks.noneBelow, have: Math.min(...values) },
		{ reason: 'two' as const, need: marks.noTwoBelow, have: pairs.length ? Math.min(...pairs) : 100 },
		{ reason: 'floor' as const, need: marks.floor, have: singles.length ? Math.min(...singles) : 100 }
	].flatMap(({ need, ...rest }) => (need === undefined ? [] : [{ ...rest, need }]));
	const short = asked.find(({ have, need }) => have < need);
	const shown = short ?? asked[0] ?? { have: 100, need: 0 };
	return {
		average,
		reason: short?.reason ?? 'met',
		mark: short?.need ?? 0,
		have: shown.have,
		need: shown.need
	};
}
