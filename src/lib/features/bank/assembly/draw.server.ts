import { randomSource, shuffled } from '$lib/server/random';
import type { Drawable } from '../pool.server';
import { assemble, type AssemblyFailure } from './assemble.server';
import { findShortages, marksOf, type Blueprint } from './blueprint';
import { arrange } from './order';
import { searchPaper } from './search';
import { searchModelOf } from './search-model';
import { verifyPaper } from './verify';

/** A question on a paper, as it is kept. */
export interface DrawnQuestion {
	/** From 1. */
	position: number;
	itemVersionId: string;
	/** Ids of options, right sides or things to order, as they are shown. */
	optionOrder: string[];
	marks: number;
}

export type Draw = { ok: true; paper: DrawnQuestion[] } | ({ ok: false } & AssemblyFailure);

/**
 * Makes ready to draw papers for many candidates: each keeps the whole blueprint, by the proof that the assembly gives as
 * well. The same blueprint, bank and seed give the same paper.
 */
export function prepareDraw(
	blueprint: Blueprint,
	pool: readonly Drawable[]
): (seed: string) => Promise<Draw> {
	const shortages = findShortages(blueprint, pool, 1);
	if (shortages.length) return async () => ({ ok: false, why: 'shortage', shortages });
	const model = searchModelOf(blueprint, pool);
	const byId = new Map(pool.map((item) => [item.id, item]));
	return async (seed) => {
		const below = randomSource(seed);
		const units = searchPaper(model, below);
		const ids = units?.flatMap(({ items }) => items.map(({ id }) => id));
		if (ids && verifyPaper(blueprint, pool, ids).every(({ met }) => met)) return written(ids);
		// What trying does not find, or what no paper can be, the solver tells for certain.
		const found = await assemble(blueprint, pool, 1, seed);
		return found.ok ? written(found.papers[0]!) : found;

		function written(chosen: readonly string[]): Draw {
			const items = chosen.map((id) => byId.get(id)!);
			return { ok: true, paper: writePaper(blueprint, items, below) };
		}
	};
}

/** One candidate's paper. For many of one blueprint and bank `prepareDraw` once. */
export const drawFromPool = (blueprint: Blueprint, pool: readonly Drawable[], seed: string): Promise<Draw> =>
	prepareDraw(blueprint, pool)(seed);

/** Items as questions of a paper: by kind, at random within each, with the order of options drawn. */
export function writePaper(
	blueprint: Pick<Blueprint, 'marks'>,
	items: readonly Drawable[],
	below: (bound: number) => number
): DrawnQuestion[] {
	return arrange(shuffled(items, below)).map((item, i) => ({
		position: i + 1,
		itemVersionId: item.versionId,
		optionOrder: shuffled(item.choices, below),
		marks: marksOf(blueprint, item)
	}));
}
