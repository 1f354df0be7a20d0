import { and, desc, eq, inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { systemClock } from '$lib/server/clock';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { LiveSource } from '$lib/server/http';
import { subscribe } from '$lib/server/live';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { attemptTopic, clockOf } from '../attempt-clock.server';
import { msLeft, settle } from '../clock';
import { heard } from '../saving/presence.server';
import { attempts, sittingEvents } from '../tables.server';

/** What happens to an attempt from outside, as its window hears of it. */
export interface Signal {
	msLeft: number;
	pause: 'break' | 'room' | null;
	breakMs: number;
	/** The window that may save, and whether it is one of the device that hears this. */
	seat: number;
	isHere: boolean;
	handedIn: boolean;
	/** The last time that was given back, with its reason where a person gave it. */
	given: { id: string; ms: number; reason: string | null } | null;
}

/** How one's own attempt stands now, as a device (hash of its key) hears of it. Throws notFound. */
export async function readSignal(ctx: Context, attemptId: string, device: string | null): Promise<Signal> {
	if (!isId(attemptId)) throw notFound();
	const [attempt] = await ctx.db.select().from(attempts).where(eq(attempts.id, attemptId));
	if (!attempt) throw notFound();
	authorize(ctx.actor, 'exams.attempt.take', attempt);
	const [given] = await ctx.db
		.select()
		.from(sittingEvents)
		.where(and(eq(sittingEvents.attemptId, attemptId), inArray(sittingEvents.kind, ['extend', 'giveBack'])))
		.orderBy(desc(sittingEvents.at), desc(sittingEvents.id))
		.limit(1);
	const data = given?.data as { ms?: number; reason?: string } | undefined;
	const now = ctx.now.getTime();
	const clock = settle(clockOf(attempt), now);
	return {
		...{ msLeft: msLeft(clock, now), breakMs: clock.breakMs, seat: attempt.seat },
		pause: clock.pausedAt === null ? null : clock.pausedUntil === null ? 'room' : 'break',
		isHere: attempt.device === null || attempt.device === device,
		handedIn: attempt.handedInAt !== null,
		given: given ? { id: given.id, ms: data?.ms ?? 0, reason: data?.reason ?? null } : null
	};
}

/** The same for as long as a window listens. Throws notFound. */
export async function attemptSignals(
	ctx: Context,
	attemptId: string,
	device: string | null = null
): Promise<LiveSource<Signal>> {
	await readSignal(ctx, attemptId, device);
	return {
		read: () => readSignal({ ...ctx, now: systemClock() }, attemptId, device),
		follow: (changed) => {
			listening(ctx.db, attemptId, 1);
			const unsubscribe = subscribe(attemptTopic(attemptId), changed);
			return () => {
				unsubscribe();
				// A window comes back at once when its stream is renewed, and is not lost meanwhile.
				setTimeout(() => listening(ctx.db, attemptId, -1), RENEWAL_MS).unref();
			};
		},
		freshFor: () => FRESH_MS
	};
}
/** What happens is told when it happens; nothing goes out of date by itself. */
const FRESH_MS = 10 * 60_000;
/** A window whose stream has ended has so long to open another. */
const RENEWAL_MS = 8_000;

/** How many windows of an attempt listen on this instance. */
const windows = new Map<string, number>();

function listening(db: Database, attemptId: string, change: 1 | -1): void {
	const now = (windows.get(attemptId) ?? 0) + change;
	if (now > 0) windows.set(attemptId, now);
	else windows.delete(attemptId);
	heard(db, attemptId, { connected: now > 0 });
}
