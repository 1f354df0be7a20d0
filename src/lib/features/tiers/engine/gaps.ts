import type { LocalText } from '$lib/i18n/locales';
import { isBranch, leavesOf, type Evaluation, type Leaf, type Node } from './explanation';
import { isSettled } from './outcome';
import { hoursOf, named, phrase, yearsOf, type Phrase } from './phrase';

/** What is missing of one requirement, in a few words for a row of a table. */
export function gapOf(node: Node): Phrase {
	if (isBranch(node)) return groupGap(node.label, node.of, node.says);
	return node.label ? phrase('tiers.gap.label', { label: named(node.label) }) : leafGap(node);
}

/** A group's own name; without one what its leaves say. */
function groupGap(label: LocalText | null, of: Node[], says: Phrase): Phrase {
	if (label) return phrase('tiers.gap.label', { label: named(label) });
	const [only, ...more] = leavesOf(of).filter((leaf) => !isSettled(leaf));
	return only && !more.length ? leafGap(only) : says;
}

function leafGap(leaf: Leaf): Phrase {
	const short = leaf.measure?.shortfall ?? 0;
	switch (leaf.kind) {
		case 'shadowing':
			return leaf.measure?.unit === 'count'
				? phrase('tiers.gap.shadowingSteps', { steps: short })
				: phrase('tiers.gap.shadowing', { hours: hoursOf(short) });
		case 'creditHours':
			return phrase('tiers.gap.creditHours', { hours: hoursOf(short) });
		case 'experience':
		case 'tenure':
			return phrase('tiers.gap.time', yearsOf(short));
		case 'conductClear':
			return phrase('tiers.gap.conductClear');
		case 'creditStanding':
			return phrase('tiers.gap.creditStanding');
		case 'certificate':
			return phrase('tiers.gap.certificate', { tier: leaf.says.params['tier'] ?? '' });
		case 'moduleCertificate':
			return phrase('tiers.gap.moduleCertificate', { title: leaf.says.params['title'] ?? '' });
		case 'moduleCompleted':
			return phrase('tiers.gap.moduleCompleted', { title: leaf.says.params['title'] ?? '' });
		case 'examPassed':
			return phrase('tiers.gap.examPassed', { tier: leaf.says.params['tier'] ?? '' });
		case 'pledge':
			return phrase('tiers.gap.pledge', { title: leaf.says.params['title'] ?? '' });
		case 'endorsement':
			return phrase('tiers.gap.endorsement', { role: leaf.says.params['role'] ?? '' });
		case 'assessmentWindow':
			return phrase('tiers.gap.assessmentWindow', { known: isKnown(leaf) });
		case 'conductRating':
			return phrase('tiers.gap.conductRating', { known: isKnown(leaf) });
		case 'rubricAverage':
			return phrase('tiers.gap.rubricAverage', { known: isKnown(leaf) });
		default:
			return leaf.says;
	}
}

/** Too little recorded is another gap than too little achieved. */
const isKnown = ({ outcome }: Leaf): 'yes' | 'no' => (outcome === 'unknown' ? 'no' : 'yes');

export const gapsOf = (evaluation: Evaluation): Phrase[] =>
	evaluation.requirements.filter((node) => !isSettled(node)).map(gapOf);
