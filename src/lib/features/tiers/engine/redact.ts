import type { IsoDate } from '$lib/shared/dates';
import { isBranch, leavesOf, waiversOf, type Evaluation, type Node } from './explanation';
import { areEnough, countMet, isSatisfied } from './outcome';
import { outlookOf } from './outlook';
import { phrase } from './phrase';
import { summaryOf } from './summary';

/** What a reader may know of somebody's file (permissions `people.evidence.read` and `people.sensitive.read`). */
export interface Reader {
	evidence: boolean;
	sensitive: boolean;
}

export interface Redacted extends Evaluation {
	/** Top-level requirements that the reader may not even know the answer to. */
	hidden: number;
}

/**
 * An explanation as a reader may see it. Without leave to read the file, answers stay and what they rest on goes;
 * requirements about conduct or credit go altogether, as their answer alone would tell.
 */
export function redact(evaluation: Evaluation, reader: Reader): Redacted {
	if (reader.evidence && reader.sensitive) return { ...evaluation, hidden: 0 };
	const shown = evaluation.requirements.filter(
		(node) => reader.sensitive || !leavesOf([node]).some(({ privacy }) => privacy === 'sensitive')
	);
	const requirements = reader.evidence ? shown : shown.map((node) => withoutEvidence(node, evaluation.asOf));
	const told = {
		...countMet(requirements),
		purpose: evaluation.purpose,
		eligible: areEnough(requirements, evaluation.purpose),
		// Either date may rest on what is hidden.
		earliest: null,
		outlook: { ...outlookOf(requirements, evaluation.asOf), date: null }
	};
	const tier = evaluation.says.params['tier'];
	const name = typeof tier === 'object' && 'text' in tier ? tier.text : null;
	return {
		...evaluation,
		...told,
		says: summaryOf(told, name, waiversOf(requirements).length),
		requirements,
		hidden: evaluation.requirements.length - shown.length
	};
}

function withoutEvidence(node: Node, asOf: IsoDate): Node {
	const earliest = isSatisfied(node) ? asOf : null;
	if (isBranch(node)) {
		const of = node.of.map((part) => withoutEvidence(part, asOf));
		return { ...node, of, earliest: of.some((part) => part.earliest === null) ? earliest : node.earliest };
	}
	if (node.privacy === 'plain') return node;
	return { ...node, found: phrase('tiers.found.hidden'), evidence: [], measure: null, earliest, next: null };
}
