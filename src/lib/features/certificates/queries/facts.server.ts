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
	/** The first day of the suspension that it is under; only there when it is. */
	suspendedOn?: IsoDate;
}

/**
 * Certificates issued on or before the day, expired, revoked and suspended ones included: the reader judges. A revocation
 * or suspension counts from its day, a restoration from its own. With `recordedBefore` as it was known at that instant (inclusive).
 */
export const certificateSource: FactSource<CertificateFact> = {
	list: 'certificates',
	person: 'c.person_id',
	fields: [
		'c.id',
		'c.number',
		'c.ladder',
		'c.tier',
		'c.issued_on',
		'c.valid_to',
		'r.revoked_on',
		's.from_on'
	],
	build: (v) =>
		({
			id: v[0],
			number: v[1],
			ladder: v[2],
			tier: v[3],
			issuedOn: v[4],
			validTo: v[5],
			revokedOn: v[6],
			...(v[7] ? { suspendedOn: v[7] } : {})
		}) as CertificateFact,
	from: (people, at) => sql`
		from certificates c
		left join certificate_revocations r on r.certificate_id = c.id and r.revoked_on <= ${at.on}
			and ${recordedBy(sql`r.revoked_at`, at)}
		left join lateral (
			select min(s.from_on) as from_on from certificate_suspensions s
			where s.certificate_id = c.id and s.from_on <= ${at.on} and ${recordedBy(sql`s.suspended_at`, at)}
				and (s.cured_on is null or s.cured_on > ${at.on} or not ${recordedBy(sql`s.cured_at`, at)})
		) s on true
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
