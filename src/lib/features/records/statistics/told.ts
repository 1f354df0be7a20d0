/** Candidates of a group, and how many of them passed. */
export interface Group {
	/** What names it: a unit, a year, a sitting. */
	id: string;
	candidates: number;
	passed: number;
}

export interface Told<G extends Group> {
	/** Groups that may be told, in the order given. */
	groups: G[];
	/** All others together; null where there are none. */
	others: Omit<Group, 'id'> | null;
}

/**
 * Which groups may be told: none of fewer than `least` people, and none either that could be found by taking what is told from the
 * whole. Small groups are told together; where they are too few even so, the smallest of the others joins them. Null where the
 * whole is too small. Pure.
 */
export function tellGroups<G extends Group>(groups: readonly G[], least: number): Told<G> | null {
	const sum = (list: readonly G[]) => ({
		candidates: list.reduce((all, { candidates }) => all + candidates, 0),
		passed: list.reduce((all, { passed }) => all + passed, 0)
	});
	if (sum(groups).candidates < least) return null;
	const bySize = [...groups].sort((a, b) => a.candidates - b.candidates || (a.id < b.id ? -1 : 1));
	const hidden = bySize.filter(({ candidates }) => candidates < least);
	while (hidden.length && sum(hidden).candidates < least) hidden.push(bySize[hidden.length]!);
	return {
		groups: groups.filter((group) => !hidden.includes(group)),
		others: hidden.length ? sum(hidden) : null
	};
}

/** Of a normal distribution, how many standard errors either way hold 95 of a hundred. */
const Z95 = 1.959964;

/** The interval that a pass rate lies in (Wilson, 95 %): from and to, as shares. */
export function intervalOf({ candidates: n, passed }: Omit<Group, 'id'>): [from: number, to: number] {
	const share = passed / n;
	const z2 = Z95 * Z95;
	const middle = share + z2 / (2 * n);
	const half = Z95 * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
	return [(middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)].map((one) =>
		Math.min(1, Math.max(0, one))
	) as [number, number];
}
