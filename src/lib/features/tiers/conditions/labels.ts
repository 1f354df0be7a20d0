import type { EvidenceFact } from '$lib/features/people';
import { onDate, named, phrase, hoursOf, type Phrase } from '../engine/phrase';
import type {
	AppointmentFact,
	CertificateFact,
	CompletionFact,
	CreditFact,
	ShadowingFact
} from '../engine/facts';
import type { Evidence } from '../engine/explanation';
import type { LocalText } from '$lib/i18n/locales';

/** A record of the person's file in a few words. What a sanction was for stays out of them. */
export function labelOf(fact: EvidenceFact): Phrase {
	const on = onDate(fact.validFrom);
	switch (fact.kind) {
		case 'education':
			return phrase('tiers.label.education', { level: fact.data.level, school: fact.data.school, on });
		case 'title':
			return phrase('tiers.label.title', { level: fact.data.level, name: fact.data.name, on });
		case 'experience':
			return fact.validTo
				? phrase('tiers.label.experience', {
						kind: fact.data.kind,
						employer: fact.data.employer,
						from: on,
						to: onDate(fact.validTo)
					})
				: phrase('tiers.label.experienceNow', {
						kind: fact.data.kind,
						employer: fact.data.employer,
						from: on
					});
		case 'induction':
			return phrase('tiers.label.induction', { kind: fact.data.kind, on });
		case 'creditCheck':
			return phrase('tiers.label.creditCheck', { outcome: fact.data.outcome, on });
		case 'discipline':
			return phrase('tiers.label.discipline', { kind: fact.data.kind, severity: fact.data.severity, on });
		case 'leave':
			return fact.validTo
				? phrase('tiers.label.leave', { kind: fact.data.kind, from: on, to: onDate(fact.validTo) })
				: phrase('tiers.label.leaveNow', { kind: fact.data.kind, from: on });
		case 'conductReview':
			return phrase('tiers.label.conductReview', {
				rating: fact.data.rating,
				from: on,
				to: onDate(fact.validTo ?? fact.validFrom)
			});
	}
}

export const labelOfCompletion = (fact: CompletionFact): Phrase =>
	phrase('tiers.label.completion', {
		title: named(fact.title),
		hours: hoursOf(fact.creditMinutes),
		on: onDate(fact.completedOn)
	});

/** Of a completion's credit the words of the completion, as before there was a ledger. */
export const labelOfCredit = ({ source, title, minutes, earnedOn }: CreditFact): Phrase => {
	const params = { title: named(title), hours: hoursOf(minutes), on: onDate(earnedOn) };
	return source === 'completion'
		? phrase('tiers.label.completion', params)
		: phrase('tiers.label.credit', { source, ...params });
};

export const labelOfShadowing = (fact: ShadowingFact): Phrase =>
	phrase('tiers.label.shadowing', {
		hours: hoursOf(fact.minutes),
		on: onDate(fact.occurredOn),
		state: fact.state
	});

export const labelOfCertificate = (fact: CertificateFact): Phrase =>
	phrase('tiers.label.certificate', {
		number: fact.number,
		from: onDate(fact.issuedOn),
		to: onDate(fact.validTo)
	});

export const labelOfAppointment = (fact: AppointmentFact, name: LocalText): Phrase =>
	phrase('tiers.label.appointment', { tier: named(name), on: onDate(fact.startsOn) });

/** Facts as evidence of an explanation: their ids with their words. */
export const asEvidence = <T extends { id: string }>(
	facts: readonly T[],
	label: (fact: T) => Phrase
): Evidence[] => facts.map((fact) => ({ id: fact.id, label: label(fact) }));
