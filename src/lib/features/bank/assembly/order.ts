import { questionTypes } from '../question';
import type { PoolItem } from './blueprint';

/** An item with what its place on a paper is found by. */
export type Placed = Pick<PoolItem, 'id' | 'type' | 'group'> & { casePlace?: number | null };

const LAST = questionTypes.length;

/**
 * Items as a paper asks them: by kind in the usual order, the cases last, each whole and in its own order. Within a kind
 * they stay as they come.
 */
export function arrange<T extends Placed>(items: readonly T[]): T[] {
	const first = new Map<string, number>();
	items.forEach(({ group }, i) => group !== null && !first.has(group) && first.set(group, i));
	const rank = ({ type, group }: T) => (group === null ? questionTypes.indexOf(type) : LAST);
	const within = (a: T, b: T) => (a.casePlace ?? 0) - (b.casePlace ?? 0) || (a.id < b.id ? -1 : 1);
	return items
		.map((item, i) => ({ item, i }))
		.sort(
			(a, b) =>
				rank(a.item) - rank(b.item) ||
				(a.item.group === null || b.item.group === null
					? a.i - b.i
					: first.get(a.item.group)! - first.get(b.item.group)! || within(a.item, b.item))
		)
		.map(({ item }) => item);
}
