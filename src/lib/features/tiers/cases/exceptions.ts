import type { Grant } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import { addDays, addMonths, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { isBranch, type Node } from '../engine/explanation';
import type { Phrase } from '../engine/phrase';
import type { Tier, Waivable } from '../policy/types';

/** The node of an explanation that has a name; null when none has. */
export function nodeByRef(nodes: readonly Node[], ref: string): Node | null {
	for (const node of nodes) {
		if (node.ref === ref) return node;
		const below = isBranch(node) ? nodeByRef(node.of, ref) : null;
		if (below) return below;
	}
	return null;
}

/** A requirement as sentences, without what anybody has of it. */
export interface SaidRequirement {
	kind: string;
	label: LocalText | null;
	says: Phrase;
	of: SaidRequirement[];
}

export const saidOf = (node: Node): SaidRequirement => ({
	...{ kind: node.kind, label: node.label, says: node.says },
	of: isBranch(node) ? node.of.map(saidOf) : []
});

/** Whether a requirement of a tier may be waived for somebody, for so long, once more this year (field, 2 G5). */
export function decideException(
	name: string,
	tier: Tier,
	nodes: readonly Node[],
	ask: { ref: string; months: number },
	usedThisYear: number
): Decision<{ waivable: Waivable }> {
	const waivable = tier.waivable.find(({ ref }) => ref === ask.ref);
	if (!waivable) return no('cases.exception.unwaivable');
	const node = nodeByRef(nodes, ask.ref);
	if (!node) return no('cases.exception.unwaivable');
	if (node.outcome !== 'missing' && node.outcome !== 'unknown')
		return no('cases.exception.not_needed', { name });
	if (ask.months > waivable.months) return no('cases.exception.too_long', { months: waivable.months });
	if (usedThisYear >= waivable.perYear) return no('cases.exception.used_up', { count: waivable.perYear });
	return yes({ waivable });
}

const depthOf = (path: string): number => path.split('/').filter(Boolean).length;

/**
 * Whether one of an approver's grants stands high enough over the person's unit to waive. A grant for the whole
 * organisation stands above everything; above the root there is nothing higher to ask.
 */
export function mayWaive(grants: readonly Grant[], waivable: Waivable, unitPath: string): boolean {
	const highest = Math.max(1, depthOf(unitPath) - waivable.levelsUp);
	return grants.some(
		(grant) =>
			grant.role === waivable.by &&
			(grant.unitPath === null || (unitPath.startsWith(grant.unitPath) && depthOf(grant.unitPath) <= highest))
	);
}

/** First and last day of an exception that takes effect on a day. */
export const validityOf = (from: IsoDate, months: number) => ({
	validFrom: from,
	validTo: addDays(addMonths(from, months), -1)
});
