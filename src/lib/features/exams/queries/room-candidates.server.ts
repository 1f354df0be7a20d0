import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { people } from '../../people/tables.server';
import { signsOf, type Signs, type Tally } from '../desk';
import type { EventKind } from '../states';
import { attemptPapers, attemptPresence, attempts, registrations } from '../tables.server';

/** Everybody who has a place in a room, by chair and ticket, with their attempt and when it was last heard of. */
export function listRoomCandidates(db: Database, roomId: string) {
	const { sittingId, personId } = registrations;
	return db
		.select({
			registration: registrations,
			name: people.name,
			employeeNo: people.employeeNo,
			paperId: attemptPapers.id,
			attempt: attempts,
			presence: attemptPresence
		})
		.from(registrations)
		.innerJoin(people, eq(people.id, personId))
		.leftJoin(
			attemptPapers,
			and(eq(attemptPapers.sittingId, sittingId), eq(attemptPapers.personId, personId))
		)
		.leftJoin(attempts, eq(attempts.id, attemptPapers.id))
		.leftJoin(attemptPresence, eq(attemptPresence.attemptId, attempts.id))
		.where(and(eq(registrations.roomId, roomId), isNull(registrations.withdrawnAt)))
		.orderBy(asc(registrations.chair), asc(registrations.ticket));
}
export type RoomCandidate = Awaited<ReturnType<typeof listRoomCandidates>>[number];

/** What the record holds of some attempts, counted. */
export async function listSigns(db: Database, attemptIds: readonly string[]): Promise<Map<string, Signs>> {
	if (!attemptIds.length) return new Map();
	const rows = await rowsOf<Tally & { attemptId: string }>(
		db,
		sql`select attempt_id as "attemptId", kind, count(*)::int as n,
				coalesce(sum((data->>'ms')::numeric), 0)::float8 as ms
			from sitting_events where attempt_id = any(${idsOf(attemptIds)}) group by attempt_id, kind`
	);
	const tallies = new Map<string, Tally[]>();
	for (const { attemptId, ...tally } of rows)
		tallies.set(attemptId, [...(tallies.get(attemptId) ?? []), { ...tally, kind: tally.kind as EventKind }]);
	return new Map([...tallies].map(([id, own]) => [id, signsOf(own)]));
}

/** Ids as the one value that a statement takes. */
export const idsOf = (ids: readonly string[]) =>
	sql`array(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)::uuid)`;

export interface Progress {
	answered: number;
	questions: number;
}

/** How many questions of some attempts have an answer, and how many there are. */
export async function listProgress(
	db: Database,
	attemptIds: readonly string[]
): Promise<Map<string, Progress>> {
	if (!attemptIds.length) return new Map();
	// Both walk their primary keys; the newest of a position comes first.
	const rows = await rowsOf<Progress & { attemptId: string }>(
		db,
		sql`with asked as (
				select attempt_id, count(*)::int as n from attempt_items
				where attempt_id = any(${idsOf(attemptIds)}) group by attempt_id
			), newest as (
				select distinct on (attempt_id, position) attempt_id, given from answers
				where attempt_id = any(${idsOf(attemptIds)}) order by attempt_id desc, position desc, seq desc
			), given as (
				select attempt_id, count(given)::int as n from newest group by attempt_id
			)
			select asked.attempt_id as "attemptId", asked.n as questions, coalesce(given.n, 0) as answered
			from asked left join given on given.attempt_id = asked.attempt_id`
	);
	return new Map(rows.map(({ attemptId, ...progress }) => [attemptId, progress]));
}
