import { z } from 'zod';
import { addMonths, type IsoDate } from '$lib/shared/dates';
import { named, onDate, phrase, type Phrase } from '../engine/phrase';
import type { CertificateFact } from '../engine/facts';
import { defineCondition, metIf, type Finding } from './define';
import { asEvidence, labelOfCertificate } from './labels';

/**
 * A certificate of the ladder's tier, valid on the date: issued, not run out, neither revoked nor suspended; if asked for, with so many
 * months left, so that nobody is appointed on one that runs out at once.
 */
export const certificate = defineCondition({
	kind: 'certificate',
	args: z.strictObject({ tier: z.string().min(1), minMonthsLeft: z.int().min(1).max(60).optional() }),
	privacy: 'plain',
	effort: 'own',
	waivable: false,
	tiers: ({ tier }) => [tier],
	says: ({ tier, minMonthsLeft }, { tierName }) => {
		const params = { tier: named(tierName(tier)) };
		return minMonthsLeft
			? phrase('tiers.says.certificateLeft', { ...params, months: minMonthsLeft })
			: phrase('tiers.says.certificate', params);
	},
	check({ tier, minMonthsLeft = 0 }, facts, { asOf, ladder }) {
		const held = facts.certificates.filter((fact) => fact.ladder === ladder && fact.tier === tier);
		const judged = judgeCertificates(held, asOf, minMonthsLeft);
		return {
			...judged,
			...(judged.outcome === 'met' ? {} : { next: { code: 'registerForExam', params: { tier } } })
		};
	}
});

/** Whether one of somebody's certificates of a kind is valid on a date, with so many months left; the one that lasts longest is shown. */
export function judgeCertificates(
	certificates: readonly CertificateFact[],
	asOf: IsoDate,
	minMonthsLeft = 0
): Pick<Finding, 'outcome' | 'found' | 'evidence'> {
	const held = certificates
		.filter((fact) => fact.issuedOn <= asOf)
		.sort((a, b) => (a.validTo < b.validTo ? 1 : a.validTo > b.validTo ? -1 : 0));
	const until = addMonths(asOf, minMonthsLeft);
	const valid = held.filter((fact) => isValidOn(fact, asOf) && until <= fact.validTo);
	const shown = valid[0] ?? held[0];
	return {
		outcome: metIf(valid.length > 0),
		found: shown ? standing(shown, asOf) : phrase('tiers.found.noCertificate'),
		evidence: () => asEvidence(valid.slice(0, 1), labelOfCertificate)
	};
}

/** Whether a certificate is in force on a date; its last day counts, the day of its revocation or suspension does not. */
export const isValidOn = (fact: CertificateFact, on: string): boolean =>
	fact.issuedOn <= on &&
	on <= fact.validTo &&
	(fact.revokedOn === null || fact.revokedOn > on) &&
	(fact.suspendedOn === undefined || fact.suspendedOn > on);

function standing(fact: CertificateFact, asOf: string): Phrase {
	if (fact.revokedOn !== null && fact.revokedOn <= asOf) {
		return phrase('tiers.found.certificateRevoked', { number: fact.number, on: onDate(fact.revokedOn) });
	}
	if (fact.suspendedOn !== undefined && fact.suspendedOn <= asOf && asOf <= fact.validTo) {
		return phrase('tiers.found.certificateSuspended', { number: fact.number, on: onDate(fact.suspendedOn) });
	}
	const key = fact.validTo < asOf ? 'tiers.found.certificateExpired' : 'tiers.found.certificate';
	return phrase(key, { number: fact.number, to: onDate(fact.validTo) });
}
