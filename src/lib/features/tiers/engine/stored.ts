import { isBranch, type Branch, type Evaluation, type Node } from './explanation';
import { summaryOf } from './summary';
import type { LocalText } from '$lib/i18n/locales';

/** Engine 1 named one best part by its index, -1 for all, and knew neither exceptions nor counts. */
type OldBranch = Omit<Branch, 'best' | 'need'> & { best: number | number[]; need?: number };

/**
 * An explanation as it was stored, in the shape that pages read. For reading only: hashes are taken over what was
 * stored.
 */
export function storedEvaluation(content: unknown, tierName: LocalText): Evaluation {
	const stored = content as Evaluation;
	if ((stored as Partial<Evaluation>).says) return stored;
	const purpose = 'promote' as const;
	return {
		...stored,
		purpose,
		says: summaryOf({ ...stored, purpose }, tierName, 0),
		requirements: stored.requirements.map(storedNode)
	};
}

function storedNode(node: Node): Node {
	const common = { ref: null, waiver: null };
	if (!isBranch(node)) return { ...common, ...node };
	const { best, ...rest } = node as OldBranch;
	const all = rest.of.map((_, at) => at);
	return {
		...common,
		...rest,
		need: rest.need ?? (rest.kind === 'all' ? all.length : 1),
		best: Array.isArray(best) ? best : best < 0 ? all : [best],
		of: rest.of.map(storedNode)
	};
}
