import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { publishAll } from '$lib/server/live';
import { newId } from '$lib/shared/ids';
import { attemptTopic, deskTopic, type AttemptRow } from './attempt-clock.server';
import type { AttemptClock } from './clock';
import type { EventKind } from './states';

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/**
 * Writes the clocks of many attempts of a sitting that moved, in one statement, and tells their candidates and the desks.
 * For attempts that are held. Returns how many were open still.
 */
export async function moveAttempts(
	tx: Database,
	sittingId: string,
	moved: readonly { attempt: AttemptRow; clock: AttemptClock }[]
): Promise<number> {
	const rows = moved.map(({ attempt, clock }) => ({
		...{ id: attempt.id, break_ms: clock.breakMs, ends_at: iso(clock.endsAt) },
		...{ paused_at: iso(clock.pausedAt), paused_until: iso(clock.pausedUntil) }
	}));
	const written = await rowsOf(
		tx,
		sql`update attempts a set ends_at = r.ends_at, paused_at = r.paused_at, paused_until = r.paused_until, break_ms = r.break_ms
			from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
				as r(id uuid, ends_at timestamptz, paused_at timestamptz, paused_until timestamptz, break_ms int)
			where a.id = r.id and a.handed_in_at is null returning a.id`
	);
	await publishAll(tx, [...moved.map(({ attempt }) => attemptTopic(attempt.id)), deskTopic(sittingId)]);
	return written.length;
}

export interface NewEvent {
	kind: EventKind;
	/** The room where it happened, the attempt that it happened to; neither for what concerns a whole sitting. */
	roomId?: string | null;
	attemptId?: string | null;
	/** Who caused it; null for the server and the candidate's own device. */
	byId: string | null;
	data: object;
}

/** Adds to the record of a sitting, in one statement however many. */
export async function recordEvents(
	tx: Database,
	ctx: { now: Date },
	sittingId: string,
	events: readonly NewEvent[]
): Promise<void> {
	const rows = events.map(({ kind, roomId, attemptId, byId, data }) => ({
		...{ id: newId(ctx.now), kind, data },
		...{ room: roomId ?? null, attempt: attemptId ?? null, by: byId }
	}));
	await tx.execute(sql`insert into sitting_events (id, sitting_id, room_id, attempt_id, at, kind, by_id, data)
		select r.id, ${sittingId}::uuid, r.room, r.attempt, ${ctx.now.toISOString()}::timestamptz, r.kind, r.by, r.data
		from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
			as r(id uuid, room uuid, attempt uuid, kind text, by uuid, data jsonb)`);
}
