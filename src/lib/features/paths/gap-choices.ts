import type { Hours } from './content';
import type { Need } from './gap';

/** One way to satisfy needs: these modules, and these hours. */
export interface Wanted {
	modules: string[];
	hours: Hours[];
}

/** Every way to satisfy a need: which modules, and which hours. */
export function choicesOf(need: Need): Wanted[] {
	if (need.kind === 'module') return [{ modules: [need.module], hours: [] }];
	if (need.kind === 'hours') return [{ modules: [], hours: [need.hours] }];
	return subsets(need.of, need.count).flatMap((part) =>
		part.map(choicesOf).reduce<Wanted[]>(
			(ways, more) =>
				ways.flatMap((way) =>
					more.map(({ modules, hours }) => ({
						modules: [...new Set([...way.modules, ...modules])],
						hours: [...way.hours, ...hours]
					}))
				),
			[{ modules: [], hours: [] }]
		)
	);
}

function subsets<T>(all: readonly T[], size: number): T[][] {
	if (size <= 0) return [[]];
	const [first, ...rest] = all;
	if (first === undefined || size > all.length) return [];
	return [...subsets(rest, size - 1).map((part) => [first, ...part]), ...subsets(rest, size)];
}
