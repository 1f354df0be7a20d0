import { z } from 'zod';
import { named, onDate, phrase, type Phrase } from '../engine/phrase';
import type { CertificateFact } from '../engine/facts';
import { defineCondition } from './define';
import { asEvidence, labelOfCertificate } from './labels';

/** A certificate of the ladder's tier, valid on the date: issued, not run out, not revoked. */
export const certificate = defineCondition({
	kind: 'certificate',
	args: z.strictObject({ tier: z.string().min(1) }),
	privacy: 'plain',
	effort: 'own',
	tiers: ({ tier }) => [tier],
	says: ({ tier }, { tierName }) => phrase('tiers.says.certificate', { tier: named(tierName(tier)) }),
	check({ tier }, facts, { asOf, ladder }) {
		const held = facts.certificates
			.filter((fact) => fact.ladder === ladder && fact.tier === tier && fact.issuedOn <= asOf)
			.sort((a, b) => (a.validTo < b.validTo ? 1 : a.validTo > b.validTo ? -1 : 0));
		const valid = held.filter((fact) => isValidOn(fact, asOf));
		const shown = valid[0] ?? held[0];
		return {
			met: valid.length > 0,
			found: shown ? standing(shown, asOf) : phrase('tiers.found.noCertificate'),
			evidence: asEvidence(valid.slice(0, 1), labelOfCertificate),
			...(valid.length ? {} : { next: { code: 'registerForExam', params: { tier } } })
		};
	}
});

/** Whether a certificate is in force on a date; its last day counts, the day of its revocation does not. */
export const isValidOn = (fact: CertificateFact, on: string): boolean =>
	fact.issuedOn <= on && on <= fact.validTo && (fact.revokedOn === null || fact.revokedOn > on);

function standing(fact: CertificateFact, asOf: string): Phrase {
	if (fact.revokedOn !== null && fact.revokedOn <= asOf) {
		return phrase('tiers.found.certificateRevoked', { number: fact.number, on: onDate(fact.revokedOn) });
	}
	const key = fact.validTo < asOf ? 'tiers.found.certificateExpired' : 'tiers.found.certificate';
	return phrase(key, { number: fact.number, to: onDate(fact.validTo) });
}
