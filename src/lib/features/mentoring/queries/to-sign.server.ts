import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';

/** The pairings of a person whose newest agreement waits for their word. Asks no permission: the caller does. */
export async function pairingsToSign(db: Database, personId: string): Promise<Set<string>> {
	const rows = await rowsOf<{ id: string }>(
		db,
		sql`select a.pairing_id as id from pairing_agreements a join pairings p on p.id = a.pairing_id
			where (p.trainee_id = ${personId} or p.mentor_id = ${personId}) and p.ended_on is null
				and a.version = (select max(b.version) from pairing_agreements b where b.pairing_id = a.pairing_id)
				and not exists (select from shadowing_signatures s where s.agreement_id = a.id
					and (s.signer_id = ${personId} or s.act = 'decline'))`
	);
	return new Set(rows.map(({ id }) => id));
}
