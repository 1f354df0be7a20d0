import { sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import {
	byDate,
	factsOf,
	recordedBy,
	within,
	type FactSource,
	type KnownAt,
	type People
} from '$lib/server/db/facts';
import type { IsoDate } from '$lib/shared/dates';

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
 * Certificates issued on or before the day, expired and revoked ones included: the reader judges. A revocation
 * counts from its day. With `recordedBefore` as it was known at that instant (inclusive).
 */
export const certificateSource: FactSource<CertificateFact> = {
	list: 'certificates',
	person: 'c.person_id',
	fields: {
		...{ id: 'c.id', number: 'c.number', ladder: 'c.ladder', tier: 'c.tier' },
		...{ issuedOn: 'c.issued_on', validTo: 'c.valid_to', revokedOn: 'r.revoked_on' }
	},
	from: (people, at) => sql`
		from certificates c
		left join certificate_revocations r on r.certificate_id = c.id and r.revoked_on <= ${at.on}
			and ${recordedBy(sql`r.revoked_at`, at)}
		where ${within(sql`c.person_id`, people)} and c.issued_on <= ${at.on} and ${recordedBy(sql`c.recorded_at`, at)}`
};

/** The certificates of people (null: of everybody), oldest first. Asks no permission: the caller does. */
export const certificateFacts = (
	db: Database,
	people: People,
	at: KnownAt
): Promise<Map<string, CertificateFact[]>> =>
	factsOf(
		db,
		certificateSource,
		people,
		at,
		byDate((fact) => fact.issuedOn)
	);
