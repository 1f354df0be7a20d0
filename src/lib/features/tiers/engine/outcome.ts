import type { Purpose } from '../policy/types';
import type { Node, Outcome } from './explanation';

type Answered = Pick<Node, 'outcome'>;

/** The evidence is there, or an exception stands in for it. */
export const isSatisfied = ({ outcome }: Answered): boolean => outcome === 'met' || outcome === 'waived';
/** Nothing remains to be done about it. */
export const isSettled = (node: Answered): boolean => isSatisfied(node) || node.outcome === 'notApplicable';

const countOf = (parts: readonly Answered[], outcome: Outcome): number =>
	parts.reduce((sum, part) => sum + (part.outcome === outcome ? 1 : 0), 0);

/** The answer to a group of which every part must hold. */
export function allOf(parts: readonly Answered[]): Outcome {
	if (countOf(parts, 'missing')) return 'missing';
	if (countOf(parts, 'unknown')) return 'unknown';
	if (countOf(parts, 'met')) return 'met';
	return countOf(parts, 'waived') ? 'waived' : 'notApplicable';
}

/** The answer to a group of which so many must hold; what does not apply is left out of the count. */
export function atLeastOf(parts: readonly Answered[], need: number): Outcome {
	const [met, waived] = [countOf(parts, 'met'), countOf(parts, 'waived')];
	if (met + waived >= need) return met ? 'met' : 'waived';
	if (countOf(parts, 'notApplicable') === parts.length) return 'notApplicable';
	return met + waived + countOf(parts, 'unknown') >= need ? 'unknown' : 'missing';
}

/**
 * Whether a tier's answers are enough: each settled, and, to be appointed, at least one satisfied, so that what
 * asks nothing of somebody promotes nobody (design, 1.6). Who holds a tier keeps it where nothing is asked.
 */
export const areEnough = (nodes: readonly Answered[], purpose: Purpose): boolean =>
	nodes.every(isSettled) && (purpose === 'retain' || nodes.some(isSatisfied));

/** Of how many requirements that apply so many are satisfied. */
export const countMet = (nodes: readonly Answered[]) => ({
	met: nodes.filter(isSatisfied).length,
	total: nodes.filter(({ outcome }) => outcome !== 'notApplicable').length
});
