import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { publish } from '$lib/server/live';
import type { AttemptClock } from './clock';
import { attempts } from './tables.server';

export type AttemptRow = typeof attempts.$inferSelect;

const ms = (at: Date | null) => at && at.getTime();
const instant = (at: number | null) => (at === null ? null : new Date(at));

/** The clock of an attempt as it is stored. */
export const clockOf = (row: AttemptRow): AttemptClock => ({
	startedAt: row.startedAt.getTime(),
	endsAt: row.endsAt.getTime(),
	pausedAt: ms(row.pausedAt),
	pausedUntil: ms(row.pausedUntil),
	breakMs: row.breakMs,
	handedInAt: ms(row.handedInAt)
});

/** The columns of a clock that moved. */
export const columnsOf = (clock: AttemptClock) => ({
	endsAt: new Date(clock.endsAt),
	pausedAt: instant(clock.pausedAt),
	pausedUntil: instant(clock.pausedUntil),
	breakMs: clock.breakMs,
	handedInAt: instant(clock.handedInAt)
});

/** The attempts of a condition, held until the transaction ends: saves wait, and so does whatever else moves them. */
export const holdAttempts = (tx: Database, which: SQL | undefined): Promise<AttemptRow[]> =>
	tx.select().from(attempts).where(which).orderBy(attempts.id).for('no key update');

/** Writes what moved of an open attempt, and tells its candidate and the desk. Whether it was open still. */
export async function moveAttempt(
	tx: Database,
	attempt: { id: string; sittingId: string },
	change: Partial<AttemptRow>
): Promise<boolean> {
	const moved = await tx
		.update(attempts)
		.set(change)
		.where(and(eq(attempts.id, attempt.id), isNull(attempts.handedInAt)))
		.returning({ id: attempts.id });
	await publish(tx, attemptTopic(attempt.id));
	await publish(tx, deskTopic(attempt.sittingId));
	return moved.length > 0;
}

/** What the windows of a candidate listen to. */
export const attemptTopic = (attemptId: string) => `attempt:${attemptId}`;
/** What the desks of a sitting listen to. */
export const deskTopic = (sittingId: string) => `desk:${sittingId}`;
