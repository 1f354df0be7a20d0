import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { certificateRevocations, certificates } from '../tables.server';

export interface CertificateFact {
	id: string;
	number: string;
	ladder: string;
	tier: string;
	issuedOn: IsoDate;
	/** The last day of validity. */
	validTo: IsoDate;
	revokedOn: IsoDate | null;
}

/**
 * The certificates of people (null: of everybody) issued on or before `on`, oldest first, expired and revoked ones
 * included: the reader judges. A revocation counts from its day. With `recordedBefore` as it was known at that
 * instant (inclusive). People without certificates have no entry. Asks no permission: the caller does.
 */
export async function certificateFacts(
	db: Database,
	personIds: readonly string[] | null,
	asOf: { on: IsoDate; recordedBefore?: Date }
): Promise<Map<string, CertificateFact[]>> {
	const facts = new Map<string, CertificateFact[]>();
	if (personIds?.length === 0) return facts;
	const known = asOf.recordedBefore;
	const rows = await db
		.select({
			id: certificates.id,
			personId: certificates.personId,
			number: certificates.number,
			ladder: certificates.ladder,
			tier: certificates.tier,
			issuedOn: certificates.issuedOn,
			validTo: certificates.validTo,
			revokedOn: certificateRevocations.revokedOn
		})
		.from(certificates)
		.leftJoin(
			certificateRevocations,
			and(
				eq(certificateRevocations.certificateId, certificates.id),
				lte(certificateRevocations.revokedOn, asOf.on),
				known ? lte(certificateRevocations.revokedAt, known) : undefined
			)
		)
		.where(
			and(
				personIds ? inArray(certificates.personId, [...personIds]) : undefined,
				lte(certificates.issuedOn, asOf.on),
				known ? lte(certificates.recordedAt, known) : undefined
			)
		)
		.orderBy(asc(certificates.issuedOn), asc(certificates.id));
	for (const { personId, ...fact } of rows) {
		const list = facts.get(personId);
		if (list) list.push(fact);
		else facts.set(personId, [fact]);
	}
	return facts;
}
