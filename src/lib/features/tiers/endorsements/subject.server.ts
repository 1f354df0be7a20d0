import { and, desc, eq, sql } from 'drizzle-orm';
import { mentorIdsOf } from '$lib/features/mentoring/index.server';
import { getPersonSubject, headIdsOf } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import { endorsements } from '../tables.server';
import type { Endorsed } from './rules';

/** A person with whoever mentors and manages them. Throws not_found. */
export async function loadEndorsed(db: Database, personId: string) {
	const person = await getPersonSubject(db, personId);
	const mentorIds = await mentorIdsOf(db, personId);
	const headIds = await headIdsOf(db, person);
	const subject: Endorsed = { personId, unitPath: person.unitPath, mentorIds, headIds };
	return { person, subject };
}

export type EndorsementRow = typeof endorsements.$inferSelect;

/** The newest word of somebody in a role about a person's tier; nothing else is written about it until the commit. */
export async function newestWord(
	tx: Database,
	of: Pick<EndorsementRow, 'personId' | 'ladder' | 'tier' | 'role' | 'endorsedBy'>
): Promise<EndorsementRow | null> {
	const lock = `endorsement:${of.personId}:${of.endorsedBy}`;
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${lock}))`);
	const [row] = await tx
		.select()
		.from(endorsements)
		.where(
			and(
				eq(endorsements.personId, of.personId),
				eq(endorsements.ladder, of.ladder),
				eq(endorsements.tier, of.tier),
				eq(endorsements.role, of.role),
				eq(endorsements.endorsedBy, of.endorsedBy)
			)
		)
		.orderBy(desc(endorsements.recordedAt), desc(endorsements.id))
		.limit(1);
	return row ?? null;
}
