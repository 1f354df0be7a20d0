import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { isValidOn } from './conditions/certificate';
import type { Evaluation } from './engine/explanation';
import type { AppointmentFact, CertificateFact, PersonFacts } from './engine/facts';

/** The ladder that everybody stands on until there are several. */
export const LADDER = 'bank';

/** Certificates that run out within so many days are shown as running out. */
export const EXPIRING_DAYS = 90;

/** A person's appointments on a ladder that have begun, oldest first; the last one is where they stand. */
export const appointmentsOn = (facts: PersonFacts, ladder: string, asOf: IsoDate): AppointmentFact[] =>
	facts.appointments
		.filter((fact) => fact.ladder === ladder && fact.startsOn <= asOf)
		.sort((a, b) => (a.startsOn === b.startsOn ? (a.id < b.id ? -1 : 1) : a.startsOn < b.startsOn ? -1 : 1));

/** The certificate of a tier that is in force and lasts longest. */
export function certificateFor(
	facts: PersonFacts,
	ladder: string,
	tier: string | null,
	asOf: IsoDate
): CertificateFact | null {
	const valid = facts.certificates.filter(
		(fact) => fact.ladder === ladder && fact.tier === tier && isValidOn(fact, asOf)
	);
	return valid.sort((a, b) => (a.validTo < b.validTo ? 1 : -1))[0] ?? null;
}

export const missingCount = (evaluation: Evaluation): number => evaluation.total - evaluation.met;

/** What a proposal or an approval is decided on. */
export interface Candidate {
	name: string;
	active: boolean;
	/** Where the person stands now. */
	tier: string | null;
}

/** Whether somebody may be proposed for the tier above theirs (domain, 8.7). */
export function decideProposal(
	person: Candidate,
	target: { id: string; name: LocalText } | null,
	evaluation: Evaluation | null,
	words: (text: LocalText) => string
): Decision<{ toTier: string; kind: 'admission' | 'promotion' }> {
	const { name } = person;
	if (!person.active) return no('tiers.decision.not_active', { name });
	if (!target || !evaluation) return no('tiers.decision.no_tier', { name });
	if (!evaluation.eligible) return no('tiers.decision.not_eligible', { name, tier: words(target.name) });
	return yes({
		toTier: target.id,
		kind: person.tier === null ? ('admission' as const) : ('promotion' as const)
	});
}

/** Whether a proposal may be approved: it still starts from where the person stands, and still holds today. */
export function decideApproval(
	person: Candidate,
	proposal: { fromTier: string | null; toTier: LocalText },
	evaluation: Evaluation,
	words: (text: LocalText) => string
): Decision<object> {
	const { name } = person;
	if (!person.active) return no('tiers.decision.not_active', { name });
	if (person.tier !== proposal.fromTier) return no('tiers.decision.moved', { name });
	if (!evaluation.eligible)
		return no('tiers.decision.no_longer_eligible', { name, tier: words(proposal.toTier) });
	return yes({});
}
