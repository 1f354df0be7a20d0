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
import type { EvidenceFact } from './evidence';

/**
 * Evidence that began on or before the day; retracted records are left out. With `recordedBefore` as it was known
 * at that instant (inclusive): later records are not there yet, later retractions have not happened.
 */
export const evidenceSource: FactSource<EvidenceFact> = {
	list: 'evidence',
	person: 'e.person_id',
	fields: ['e.id', 'e.kind', 'e.valid_from', 'e.valid_to', 'e.data'],
	build: (v) => ({ id: v[0], kind: v[1], validFrom: v[2], validTo: v[3], data: v[4] }) as EvidenceFact,
	from: (people, at) => sql`
		from evidence e
		left join evidence_retractions r on r.evidence_id = e.id and ${recordedBy(sql`r.recorded_at`, at)}
		where ${within(sql`e.person_id`, people)} and e.valid_from <= ${at.on}
			and ${recordedBy(sql`e.recorded_at`, at)} and r.evidence_id is null`
};

/** The evidence of people (null: of everybody), oldest first. Asks no permission: the caller does. */
export const evidenceFacts = (
	db: Database,
	people: People,
	at: KnownAt
): Promise<Map<string, EvidenceFact[]>> =>
	factsOf(
		db,
		evidenceSource,
		people,
		at,
		byDate((fact) => fact.validFrom)
	);
