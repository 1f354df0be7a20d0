/**
 * A pass mark set by a panel, by Angoff's method: W. H. Angoff, "Scales, norms, and equivalent scores", in R. L. Thorndike
 * (ed.), Educational Measurement, 2nd ed., 1971, p. 515: each judge says of every item which share of minimally competent
 * candidates would get it right, and the sum of these shares is the least acceptable score. Modified, as is usual: in rounds, with
 * what the others said shown between them.
 */

/** What a judge said of an item: the percent of minimally competent candidates who would get it right, 0 to 100. */
export interface Estimate {
	judgeId: string;
	/** Id of the item version. */
	itemId: string;
	percent: number;
}

/** A paper of the sitting: the items that are on it, with their marks. */
export interface JudgedForm {
	/** Name of the sealed paper; null where candidates have papers of their own. */
	form: string | null;
	items: readonly { itemId: string; marks: number }[];
}

/** A mean over judges in percent of the marks, with its standard error; null where one judge tells nothing of it. */
export interface Panel {
	percent: number;
	/** Standard deviation over judges (n - 1). */
	sd: number | null;
	/** `sd` over the root of the number of judges. */
	se: number | null;
}

/** The score that a panel came to. */
export interface Cut extends Panel {
	judges: { judgeId: string; percent: number }[];
	forms: (Panel & { form: string | null; marks: number })[];
	/** The whole percent that it proposes as the pass mark. */
	proposed: number;
}

/**
 * The cut score: by judge and form 100 · Σ(marks · share) / Σ marks; of a judge the mean over the forms, each counting the same;
 * of the panel the mean over the judges, with its standard error. Proposed is that rounded to a whole percent, halves
 * upward, from 1 to 100. Every judge has to have an estimate of every item: null where one is missing, and without any.
 */
export function cutOf(
	forms: readonly JudgedForm[],
	judgeIds: readonly string[],
	estimates: readonly Estimate[]
): Cut | null {
	const said = new Map(estimates.map(({ judgeId, itemId, percent }) => [`${judgeId} ${itemId}`, percent]));
	/** Percent by form, of each judge. */
	const table: number[][] = [];
	for (const judgeId of judgeIds) {
		const row: number[] = [];
		for (const { items } of forms) {
			let [sum, most] = [0, 0];
			for (const { itemId, marks } of items) {
				const percent = said.get(`${judgeId} ${itemId}`);
				if (percent === undefined) return null;
				sum += marks * percent;
				most += marks;
			}
			if (!most) return null;
			row.push(sum / most);
		}
		table.push(row);
	}
	if (!table.length || !forms.length) return null;
	const each = table.map(meanOf);
	const panel = panelOf(each);
	return {
		...panel,
		judges: judgeIds.map((judgeId, i) => ({ judgeId, percent: each[i]! })),
		forms: forms.map(({ form, items }, f) => ({
			...panelOf(table.map((row) => row[f]!)),
			...{ form, marks: items.reduce((sum, { marks }) => sum + marks, 0) }
		})),
		// 62.5 that came out as 62.499… of binary fractions is 62.5.
		proposed: Math.min(100, Math.max(1, Math.floor(panel.percent + 0.5 + 1e-9)))
	};
}

/** What the judges said of one item, told from the second round on. */
export interface Spread {
	mean: number;
	least: number;
	most: number;
	sd: number | null;
}

/** By item. */
export function spreadsOf(estimates: readonly Estimate[]): Map<string, Spread> {
	const byItem = new Map<string, number[]>();
	for (const { itemId, percent } of estimates) byItem.set(itemId, [...(byItem.get(itemId) ?? []), percent]);
	return new Map(
		[...byItem].map(([itemId, said]) => {
			const { percent: mean, sd } = panelOf(said);
			return [itemId, { mean, sd, least: Math.min(...said), most: Math.max(...said) }];
		})
	);
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function panelOf(values: readonly number[]): Panel {
	const percent = meanOf(values);
	if (values.length < 2) return { percent, sd: null, se: null };
	const squares = values.reduce((sum, value) => sum + (value - percent) ** 2, 0);
	const sd = Math.sqrt(squares / (values.length - 1));
	return { percent, sd, se: sd / Math.sqrt(values.length) };
}
