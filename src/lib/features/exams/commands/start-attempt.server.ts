import { createHash } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { prepared, rowsOf } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { nowhere, type Origin } from '$lib/server/http/device';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { start, type StartTerms } from '../clock';
import { decideEntry } from '../entry.server';
import { ensurePaper } from '../prepare.server';
import { rulesOf } from '../room-rules';
import type { StartAttempt } from '../schema';
import { attemptPapers, attempts, registrations, sittingRooms, sittings } from '../tables.server';

export interface Started {
	attemptId: string;
	seat: number;
	msLeft: number;
}

/**
 * Starts the signed-in candidate's attempt on the paper that was drawn for them, and fixes the end by the server's clock: one
 * small write. Once started, starting again leads to the same attempt, from however many windows at once; the first has its
 * seat.
 *
 * No audit: the attempt is itself a row that never goes, with an event of the sitting's record beside it.
 */
export async function startAttempt(
	ctx: Context,
	{ sittingId, password = '' }: StartAttempt,
	origin: Origin = nowhere
): Promise<Started> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'exams.attempt.take', { personId });
	const found = await find(ctx, sittingId, personId);
	const { sitting, registration, room, attempt } = found;
	if (attempt) return startedOf(ctx, attempt);
	if (!registration) throw conflict('exams.start.unregistered');
	const entry = decideEntry(rulesOf(sitting.rules), room, origin, password);
	if (!entry.ok) throw conflict(entry.code, entry.params);
	const decision = start(termsOf(sitting, registration), ctx.now.getTime());
	if (!decision.ok) throw conflict(decision.code, decision.params);
	if (registration.waitingSince) throw conflict('exams.start.waiting');
	if (found.roomless) throw conflict('exams.start.no_room');

	const paperId =
		found.paperId ?? (await withTransaction(ctx, (tx) => ensurePaper(tx, ctx, sitting, registration)));
	const { address, agent, device } = origin;
	const event = { seat: 1, address, agent: agent.slice(0, 300), room: registration.roomId };
	// A room that stands lets its candidates in, with a clock that stands as well. Withdrawing holds the registration's row,
	// stopping and closing a room the room's: one of the two comes first. Who comes second finds the attempt of the first.
	const written = await rowsOf(
		ctx.db,
		sql`with mine as (
			select id from ${registrations} where id = ${registration.id} and withdrawn_at is null for share
		), door as (
			select paused_at, closed_at from sitting_rooms where id = ${registration.roomId} for share
		), begun as (
			insert into attempts (id, sitting_id, person_id, started_at, ends_at, paused_at, break_ms, seat, device)
			select ${paperId}, ${sittingId}, ${personId}, ${iso(ctx.now)}, ${iso(new Date(decision.endsAt))},
				case when exists (select 1 from door where paused_at is not null) then ${iso(ctx.now)} end,
				${decision.breakMs}, 1, ${device}
			from mine where not exists (select 1 from door where closed_at is not null)
			on conflict do nothing returning id
		)
		insert into sitting_events (id, sitting_id, room_id, attempt_id, at, kind, data)
		select ${newId(ctx.now)}, ${sittingId}, ${registration.roomId}, id, ${iso(ctx.now)}, 'start', ${JSON.stringify(event)}::text::jsonb
		from begun returning attempt_id`
	);
	if (written.length) return { attemptId: paperId, seat: 1, msLeft: decision.endsAt - ctx.now.getTime() };
	const { attempt: first, room: door } = await find(ctx, sittingId, personId);
	if (!first) throw conflict(door?.closedAt ? 'exams.entry.closed' : 'exams.start.unregistered');
	return startedOf(ctx, first);
}

const iso = (at: Date) => sql`${at.toISOString()}::timestamptz`;

const startedOf = (ctx: Context, { id, seat, endsAt }: typeof attempts.$inferSelect): Started => ({
	...{ attemptId: id, seat },
	msLeft: Math.max(0, endsAt.getTime() - ctx.now.getTime())
});

/** What a sitting says to one candidate about time. */
export function termsOf(
	sitting: typeof sittings.$inferSelect,
	registration: { id: string; extraMinutes: number; breakMinutes: number }
): StartTerms {
	const { minutes, lateMinutes, endCut, spreadSeconds } = sitting;
	const { extraMinutes, breakMinutes } = registration;
	return {
		...{ opensAt: sitting.opensAt.getTime(), closesAt: sitting.closesAt.getTime() },
		...{ minutes, lateMinutes, endCut, extraMinutes, breakMinutes },
		turn: turnOf(registration.id, spreadSeconds)
	};
}

/** When a candidate's turn comes, in milliseconds after the opening: by chance, but always the same. */
function turnOf(registrationId: string, spreadSeconds: number): number {
	if (!spreadSeconds) return 0;
	return createHash('sha256').update(registrationId).digest().readUInt32BE(0) % (spreadSeconds * 1000);
}

const mine = <T extends { sittingId: never; personId: never }>(table: T) =>
	and(eq(table.sittingId, sittings.id), eq(table.personId, sql.placeholder('personId')));
const sittingOf = prepared((db) =>
	db
		.select({
			sitting: sittings,
			registration: registrations,
			room: {
				kind: sittingRooms.kind,
				ipRanges: sittingRooms.ipRanges,
				password: sittingRooms.password,
				pausedAt: sittingRooms.pausedAt,
				closedAt: sittingRooms.closedAt
			},
			/** The sitting has rooms, and this person none: nobody would let them in. */
			roomless: sql<boolean>`${registrations.roomId} is null
				and exists (select from sitting_rooms r where r.sitting_id = ${sittings.id})`,
			paperId: attemptPapers.id,
			attempt: attempts
		})
		.from(sittings)
		.leftJoin(registrations, and(mine(registrations as never), isNull(registrations.withdrawnAt)))
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.leftJoin(attemptPapers, mine(attemptPapers as never))
		.leftJoin(attempts, mine(attempts as never))
		.where(eq(sittings.id, sql.placeholder('sittingId')))
		.prepare('sitting_of')
);

/** A sitting with where this person stands in it. Throws notFound. */
async function find(ctx: Context, sittingId: string, personId: string) {
	const [found] = await sittingOf(ctx.db).execute({ sittingId, personId });
	if (!found) throw notFound();
	return found;
}
