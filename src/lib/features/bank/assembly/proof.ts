import { marksOf, type Blueprint, type PoolItem, type Shortage } from './blueprint';
import { realisedOf, verifyPaper, verifyShared, type Realised, type Verdict } from './verify';

/** What stays with a paper: what it holds beside what the blueprint asks. */
export interface Proof {
	rows: Realised[];
	verdicts: Verdict[];
	/** `seconds` as expected; mean difficulty in thousandths. */
	sums: { items: number; marks: number; seconds: number; difficulty: number };
}

/** What came of an assembly. */
export type Outcome =
	| {
			ok: true;
			/** How far the papers are apart: whole difficulty in thousandths, seconds. */
			apart: { difficulty: number; seconds: number };
			/** No papers of these items are less apart than this, as the solver weighs it; and what these come to. */
			bound: number;
			objective: number;
			between: Verdict[];
			/** Items that were ready. */
			pool: number;
			/** How long it took. */
			took: number;
	  }
	| { ok: false; why: 'shortage'; shortages: Shortage[] }
	| { ok: false; why: 'conflict'; constraints: string[] };

/**
 * The proof of a paper, counted anew. `others`: the other papers of its assembly, with which it has no more in common than
 * is allowed.
 */
export function proofOf(
	blueprint: Blueprint,
	pool: readonly PoolItem[],
	ids: readonly string[],
	others: readonly (readonly string[])[] = []
): Proof {
	const known = new Map(pool.map((item) => [item.id, item]));
	const items = ids.flatMap((id) => known.get(id) ?? []);
	const sum = (of: (item: PoolItem) => number) => items.reduce((total, item) => total + of(item), 0);
	return {
		rows: realisedOf(blueprint, items),
		verdicts: [
			...verifyPaper(blueprint, pool, ids),
			...others.flatMap((other) => verifyShared(blueprint, pool, [ids, other]))
		],
		sums: {
			items: items.length,
			marks: sum((item) => marksOf(blueprint, item)),
			seconds: sum(({ seconds }) => seconds),
			difficulty: items.length ? sum(({ difficulty }) => difficulty) / items.length : 0
		}
	};
}

/** The constraints that are not kept. */
export const brokenOf = ({ verdicts }: Pick<Proof, 'verdicts'>): Verdict[] =>
	verdicts.filter(({ met }) => !met);
