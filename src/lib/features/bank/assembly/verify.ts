import { fixedIds, isIn, marksOf, type Blueprint, type Cell, type PoolItem, type Range } from './blueprint';

/** A constraint as a paper keeps it or breaks it, for people to read: the proof that stays with the paper. */
export interface Verdict {
	what:
		| 'items'
		| 'cell'
		| 'marks'
		| 'seconds'
		| 'difficulty'
		| 'required'
		| 'forbidden'
		| 'exposure'
		| 'earlier'
		| 'enemies'
		| 'group'
		| 'twice'
		| 'unknown'
		| 'shared';
	/** Of `cell`. */
	cell?: Cell;
	/** The items that break it, or the ones in common. */
	ids?: string[];
	required: Range;
	realised: number;
	met: boolean;
}

/** How many items of each area, level and kind a paper has. */
export interface Realised {
	area: string;
	level: string;
	type: PoolItem['type'];
	items: number;
	marks: number;
}

const verdict = (
	what: Verdict['what'],
	realised: number,
	required: Range,
	more: Pick<Verdict, 'cell' | 'ids'> = {}
): Verdict => ({
	...{ what, ...more, required, realised },
	met: realised >= required.from && realised <= required.to
});

/** Nothing of it may be there. */
const none = (what: Verdict['what'], ids: readonly string[]): Verdict =>
	verdict(what, ids.length, { from: 0, to: 0 }, { ids: [...ids] });

/**
 * Every constraint of a blueprint against a paper, counted anew from the items alone: it knows nothing of how the paper
 * was made, so it holds for papers changed by hand as well.
 */
export function verifyPaper(
	blueprint: Blueprint,
	pool: readonly PoolItem[],
	paper: readonly string[]
): Verdict[] {
	const known = new Map(pool.map((item) => [item.id, item]));
	const on = new Set(paper);
	const items = [...on].flatMap((id) => known.get(id) ?? []);
	const sum = (of: (item: PoolItem) => number) => items.reduce((total, item) => total + of(item), 0);
	const { total, seconds, difficulty, earlier, exposure } = blueprint;
	const required = new Set(blueprint.required);
	const found: Verdict[] = [
		none(
			'twice',
			paper.filter((id, i) => paper.indexOf(id) !== i)
		),
		none(
			'unknown',
			[...on].filter((id) => !known.has(id))
		),
		verdict('items', items.length, { from: blueprint.items, to: blueprint.items }),
		...blueprint.cells.map((cell) =>
			verdict(
				'cell',
				sum((item) => Number(isIn(cell, item))),
				cell,
				{ cell }
			)
		),
		none(
			'required',
			[...required].filter((id) => !on.has(id))
		),
		none(
			'forbidden',
			blueprint.forbidden.filter((id) => on.has(id))
		),
		none('enemies', enemiesOf(items)),
		none('group', brokenGroups(pool, on))
	];
	if (total)
		found.push(
			verdict(
				'marks',
				sum((item) => marksOf(blueprint, item)),
				total
			)
		);
	if (seconds)
		found.push(
			verdict(
				'seconds',
				sum((item) => item.seconds),
				seconds
			)
		);
	if (difficulty) {
		const { mean, tolerance } = difficulty;
		const realised = items.length ? sum((item) => item.difficulty) / items.length : 0;
		found.push(verdict('difficulty', realised, { from: mean - tolerance, to: mean + tolerance }));
	}
	if (exposure !== null) {
		const always = fixedIds(blueprint, pool);
		const worn = items.filter((item) => item.exposure > exposure && !always.has(item.id));
		found.push(
			none(
				'exposure',
				worn.map(({ id }) => id)
			)
		);
	}
	for (const before of earlier?.papers ?? []) {
		const ids = before.filter((id) => on.has(id));
		found.push(verdict('earlier', ids.length, { from: 0, to: earlier!.most }, { ids }));
	}
	return found;
}

/** What papers of one assembly have in common, two by two, besides what stands on every paper. */
export function verifyShared(
	blueprint: Pick<Blueprint, 'shared' | 'required'>,
	pool: readonly PoolItem[],
	papers: readonly (readonly string[])[]
): Verdict[] {
	const always = fixedIds(blueprint, pool);
	return papers.flatMap((paper, i) =>
		papers.slice(i + 1).map((other) => {
			const theirs = new Set(other);
			const ids = paper.filter((id) => theirs.has(id) && !always.has(id));
			return verdict('shared', ids.length, { from: 0, to: blueprint.shared }, { ids });
		})
	);
}

function enemiesOf(items: readonly PoolItem[]): string[] {
	const holders = new Map<string, string[]>();
	for (const { id, enemies } of items)
		for (const key of new Set(enemies)) holders.set(key, [...(holders.get(key) ?? []), id]);
	return [...new Set([...holders.values()].filter((ids) => ids.length > 1).flat())];
}

/** Items that are missing beside others of their case. */
function brokenGroups(pool: readonly PoolItem[], on: ReadonlySet<string>): string[] {
	const begun = new Set(pool.filter(({ id, group }) => group && on.has(id)).map(({ group }) => group));
	return pool.filter(({ id, group }) => group && begun.has(group) && !on.has(id)).map(({ id }) => id);
}

/** The realised matrix of a paper, beside the required one: in the order of areas, levels and kinds. */
export function realisedOf(blueprint: Pick<Blueprint, 'marks'>, items: readonly PoolItem[]): Realised[] {
	const rows = new Map<string, Realised>();
	for (const item of items) {
		const { area, level, type } = item;
		const key = [area, level, type].join('\n');
		const row = rows.get(key) ?? { area, level, type, items: 0, marks: 0 };
		rows.set(key, { ...row, items: row.items + 1, marks: row.marks + marksOf(blueprint, item) });
	}
	return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
