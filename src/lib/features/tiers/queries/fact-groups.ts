import type { LocalText } from '$lib/i18n/locales';
import {
	asEvidence,
	labelOf,
	labelOfAppointment,
	labelOfCertificate,
	labelOfCompletion,
	labelOfCredit,
	labelOfShadowing
} from '../conditions/labels';
import { leavesOf, type Evaluation, type Evidence } from '../engine/explanation';
import type { PersonFacts } from '../engine/facts';

export interface FactGroup {
	kind: 'evidence' | 'certificates' | 'shadowing' | 'completions' | 'appointments' | 'other';
	facts: Evidence[];
}

/** What was completed and what else earned credit: a completion's credit carries its id and its words. */
function trainingOf({ completions, credits }: PersonFacts): Evidence[] {
	const earned = new Set(credits.map(({ id }) => id));
	return [
		...asEvidence(credits, labelOfCredit),
		...asEvidence(
			completions.filter(({ id }) => !earned.has(id)),
			labelOfCompletion
		)
	];
}

/** The facts that a decision rests on, in a few words each, by kind. */
export function groupsOf(
	facts: PersonFacts,
	explanation: Evaluation,
	nameOf: (id: string | null) => LocalText
): FactGroup[] {
	const groups: FactGroup[] = [
		{ kind: 'evidence', facts: asEvidence(facts.evidence, labelOf) },
		{ kind: 'certificates', facts: asEvidence(facts.certificates, labelOfCertificate) },
		{ kind: 'shadowing', facts: asEvidence(facts.shadowing, labelOfShadowing) },
		{ kind: 'completions', facts: trainingOf(facts) },
		{
			kind: 'appointments',
			facts: asEvidence(facts.appointments, (fact) => labelOfAppointment(fact, nameOf(fact.tier)))
		}
	];
	const shown = new Set(groups.flatMap((group) => group.facts.map(({ id }) => id)));
	// Assessments, pledges and the like, as far as a requirement named them.
	const named = leavesOf(explanation.requirements).flatMap(({ evidence }) => evidence);
	const other = new Map(named.filter(({ id }) => !shown.has(id)).map((one) => [one.id, one]));
	groups.push({ kind: 'other', facts: [...other.values()] });
	return groups.filter((group) => group.facts.length > 0);
}
