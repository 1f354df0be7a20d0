import { hash } from 'node:crypto';
import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { people } from '../people/tables.server';
import { noSigns } from './desk';
import type { RoomRow } from './held-room.server';
import { idsOf, listProgress, listSigns, type RoomCandidate } from './queries/room-candidates.server';
import { recordedKinds, recordText, type Named, type RecordedAct, type RoomRecord } from './room-record';
import type { EventKind } from './states';
import { registrations, roomInvigilators, sittingEvents, sittings } from './tables.server';

/** SHA-256 of a record's canonical JSON, in hexadecimal. */
export const hashRecord = (record: RoomRecord): string => hash('sha256', recordText(record));

/** Draws up the record of a room that nobody writes in any more. */
export async function drawUpRecord(
	tx: Database,
	ctx: Context,
	room: RoomRow,
	candidates: readonly RoomCandidate[],
	{ by, remark }: { by: string | null; remark: string | null }
): Promise<RoomRecord> {
	const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, room.sittingId));
	const invigilators = await tx
		.select(named)
		.from(roomInvigilators)
		.innerJoin(people, eq(people.id, roomInvigilators.personId))
		.where(eq(roomInvigilators.roomId, room.id))
		.orderBy(asc(people.employeeNo));
	const [closer] = by ? await tx.select(named).from(people).where(eq(people.id, by)) : [];
	const ids = candidates.flatMap(({ attempt }) => attempt?.id ?? []);
	const progress = await listProgress(tx, ids);
	const signs = await listSigns(tx, ids);
	const record: RoomRecord = {
		form: 'room-record/1',
		sitting: {
			...{ id: sitting!.id, title: { 'zh-CN': sitting!.titleZh, en: sitting!.titleEn } },
			...{ opensAt: sitting!.opensAt.toISOString(), closesAt: sitting!.closesAt.toISOString() },
			...{ minutes: sitting!.minutes, rehearsal: sitting!.rehearsal }
		},
		room: { id: room.id, kind: room.kind, name: room.name, address: room.address },
		invigilators,
		present: candidates.flatMap((candidate) => {
			const { attempt, registration } = candidate;
			if (!attempt?.handedInAt || !attempt.handedInBy) return [];
			return {
				...absenteeOf(candidate),
				...{ attemptId: attempt.id, handedInBy: attempt.handedInBy, seats: attempt.seat },
				...{ extraMinutes: registration.extraMinutes, breakMinutes: registration.breakMinutes },
				startedAt: attempt.startedAt.toISOString(),
				endsAt: attempt.endsAt.toISOString(),
				handedInAt: attempt.handedInAt.toISOString(),
				...{ answered: 0, questions: 0, ...progress.get(attempt.id) },
				signs: signs.get(attempt.id) ?? noSigns
			};
		}),
		absent: candidates.filter(({ attempt }) => !attempt).map(absenteeOf),
		acts: await listActs(tx, room, ids),
		events: await countEvents(tx, room, ids),
		closed: { at: ctx.now.toISOString(), by: closer ?? null, remark }
	};
	// As the database will give it back.
	return JSON.parse(JSON.stringify(record));
}

const named = { name: people.name, employeeNo: people.employeeNo };

const absenteeOf = ({ registration: { ticket, chair }, name, employeeNo }: RoomCandidate) => ({
	...{ ticket, chair, name, employeeNo }
});

/** Acts for one by one; of an act for many only the entry of the room, or of the sitting. */
async function listActs(tx: Database, room: RoomRow, ids: readonly string[]): Promise<RecordedAct[]> {
	const { kind, at, data, attemptId, roomId, byId } = sittingEvents;
	const ticket = sql<string | null>`(select r.ticket from ${registrations} r
		left join attempt_papers p on p.sitting_id = r.sitting_id and p.person_id = r.person_id
		where r.sitting_id = ${room.sittingId} and (p.id = ${attemptId} or r.id::text = ${data}->>'registrationId') limit 1)`;
	const rows = await tx
		.select({ at, kind, data, ticket, by: named })
		.from(sittingEvents)
		.leftJoin(people, eq(people.id, byId))
		.where(
			and(
				...[eq(sittingEvents.sittingId, room.sittingId), inArray(kind, [...recordedKinds])],
				// Papers that candidates handed in stand with the candidates.
				sql`(${kind} <> 'handIn' or ${byId} is not null)`,
				or(
					and(isNotNull(attemptId), sql`${attemptId} = any(${idsOf(ids)})`, sql`not ${data} ? 'scope'`),
					and(isNull(attemptId), or(eq(roomId, room.id), isNull(roomId))),
					// To candidates who never began.
					and(eq(roomId, room.id), sql`not ${data} ? 'scope'`)
				)
			)
		)
		.orderBy(asc(at), asc(sittingEvents.id));
	return rows.map(({ at, by, data, ...row }) => ({
		...{ ...row, at: at.toISOString(), data: data as Record<string, unknown> },
		by: by as Named | null
	}));
}

/** Every kind counted, an act for many once for each whom it reached. */
async function countEvents(tx: Database, room: RoomRow, ids: readonly string[]) {
	const rows = await rowsOf<{ kind: EventKind; n: number }>(
		tx,
		sql`select kind, count(*)::int as n from sitting_events
			where sitting_id = ${room.sittingId} and attempt_id = any(${idsOf(ids)}) group by kind`
	);
	return Object.fromEntries(rows.map(({ kind, n }) => [kind, n])) as RoomRecord['events'];
}
