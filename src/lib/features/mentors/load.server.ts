import { and, eq, type SQL } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people } from '../people/tables.server';
import { isMentorOn, loadMentors, type Mentor } from './candidates.server';
import { loadNeeds, type Trainee } from './needs.server';
import { exclusionOf } from './scoring';
import type { Exclusion } from './vocabulary';

/** Whether an active person holds the mentor's role on a day. */
export async function isMentor(db: Database, personId: string, on: IsoDate): Promise<boolean> {
	const rows = await db
		.select({ id: people.id })
		.from(people)
		.where(and(eq(people.id, personId), eq(people.status, 'active'), isMentorOn(on)));
	return rows.length > 0;
}

/** Two people as they stand on a day, and why the one cannot mentor the other; null: they can. */
export async function loadPair(
	db: Database,
	traineeId: string,
	mentorId: string,
	on: IsoDate,
	among?: SQL
): Promise<{ trainee: Trainee; mentor: Mentor; exclusion: Exclusion | null } | null> {
	const [trainee] = await loadNeeds(db, [traineeId], on);
	const [mentor] = await loadMentors(db, on, and(eq(people.id, mentorId), among));
	return trainee && mentor ? { trainee, mentor, exclusion: exclusionOf(trainee, mentor) } : null;
}
