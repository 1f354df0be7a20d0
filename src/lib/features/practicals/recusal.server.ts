import { sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { pairOf, type Barred } from './panels';

/** Why somebody may not examine a candidate. */
export const recusalKinds = ['mentored', 'manages', 'related', 'candidate'] as const;
export type RecusalKind = (typeof recusalKinds)[number];

export interface Recusal {
	candidateId: string;
	examinerId: string;
	kind: RecusalKind;
	/** What was declared; null where nothing had to be. */
	reason: string | null;
}

/**
 * Who of a sitting's examiners may not examine which of its candidates: who mentored them or was mentored by them, at any time;
 * who heads their unit or one above it; who said that they are related or otherwise too close; and who is a candidate of the
 * sitting themselves. Asks no permission: the caller does.
 */
export const recusalsOf = (db: Database, sittingId: string): Promise<Recusal[]> => {
	const declared = sql`select r.reason from practical_recusals r
		where r.candidate_id = c.id and r.examiner_id = e.person_id`;
	const pairs: [RecusalKind, SQL][] = [
		[
			'mentored',
			sql`exists (select 1 from pairings p where (p.trainee_id = c.person_id and p.mentor_id = e.person_id)
				or (p.trainee_id = e.person_id and p.mentor_id = c.person_id))`
		],
		[
			'manages',
			sql`exists (select 1 from people own join units u on u.id = own.unit_id
				join units led on led.head_id = e.person_id and u.path like led.path || '%' where own.id = c.person_id)`
		],
		['related', sql`(${declared}) is not null`],
		[
			'candidate',
			sql`exists (select 1 from registrations r where r.sitting_id = e.sitting_id and r.person_id = e.person_id
				and r.withdrawn_at is null)`
		]
	];
	const each = pairs.map(
		([kind, holds]) => sql`select c.id, e.person_id, ${kind}::text as kind,
			${kind === 'related' ? sql`(${declared})` : sql`null`} as reason from practical_candidates c
			join practical_examiners e on e.sitting_id = c.sitting_id where c.sitting_id = ${sittingId} and ${holds}`
	);
	return rowsOf<Recusal>(
		db,
		sql`select id as "candidateId", person_id as "examinerId", kind, reason from (${sql.join(each, sql` union all `)}) found
			order by id, person_id, kind`
	);
};

export const barredBy = (recusals: readonly Recusal[]): Barred =>
	new Set(recusals.map(({ examinerId, candidateId }) => pairOf(examinerId, candidateId)));
