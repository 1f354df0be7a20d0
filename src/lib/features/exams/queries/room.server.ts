import { and, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { prepared } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { clockOf, type AttemptRow } from '../attempt-clock.server';
import { isOver, LATE_MS, lastStart, msLeft, settle } from '../clock';
import { closeAttempts } from '../commands/close-attempts.server';
import { termsOf } from '../commands/start-attempt.server';
import { people } from '../../people/tables.server';
import { rulesOf, type RoomRules } from '../room-rules';
import type { HandedInBy } from '../states';
import { attemptPapers, attempts, registrations, sittingRooms, sittings } from '../tables.server';
import type { AnswerState, Paper } from '../types';
import { listNewestAnswers } from './newest-answers.server';
import { listPaper } from './paper.server';

/** So long after its end an attempt is no longer left to the server's own timer. */
const STOPPED_MS = 5_000;

interface Heading {
	attemptId: string;
	sittingId: string;
	exam: LocalText;
	candidate: string;
	ticket: string;
	/** What is held to and recorded; never the keys of browsers. */
	rules: Omit<RoomRules, 'configKeys'> & { lockedBrowser: boolean };
	/** What this candidate is given beyond the others. */
	extraMinutes: number;
	breakMinutes: number;
	minutes: number;
	/** How many questions the paper has. */
	length: number;
}

/** An attempt as it is being written. */
export interface OpenRoom extends Paper {
	answers: AnswerState[];
	savedAt: string | null;
	msLeft: number;
	/** The seat that stands; a window that wants to save takes its own. */
	seat: number;
	/** Whether the clock stands, and whether by the candidate's own break. */
	pause: 'break' | 'room' | null;
	breakMs: number;
}

/**
 * What the exam room shows: that it waits for the opening, the paper, that another device has the seat, the moments in which
 * the server collects it, or that it is in.
 */
export type Room = Heading &
	(
		| {
				state: 'waiting';
				/** Milliseconds until this candidate may begin, and until nobody may any more. */
				msToStart: number;
				msToLast: number;
				opensAt: string;
				asksPassword: boolean;
				/** Whether the whole room stands. */
				paused: boolean;
				place: { name: string; address: string; chair: number | null } | null;
		  }
		| ({ state: 'open' } & OpenRoom)
		| { state: 'elsewhere'; mayTakeOver: boolean; msLeft: number }
		| { state: 'ending'; msToClose: number }
		| {
				state: 'handedIn';
				by: HandedInBy;
				handedInAt: string;
				answered: number;
				/** [position, seq] of the newest answers that the server has. */
				arrived: [number, number][];
				released: boolean;
				/** Milliseconds in which answers that were made in time are still taken. */
				msLate: number;
		  }
	);

/**
 * The exam room of one's own paper, on a device (hash of its key). An attempt whose end has passed is handed in before it is
 * shown.
 */
export async function getRoom(ctx: Context, attemptId: string, device: string | null = null): Promise<Room> {
	if (!isId(attemptId)) throw notFound();
	const found = await load(ctx, attemptId);
	const { attempt, registration, sitting, room } = found;
	const now = ctx.now.getTime();
	const { configKeys, ...rules } = rulesOf(sitting.rules);
	const heading: Heading = {
		...{ attemptId, sittingId: sitting.id, exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn } },
		...{ candidate: found.candidate, ticket: registration.ticket, minutes: sitting.minutes },
		...{ extraMinutes: registration.extraMinutes, breakMinutes: registration.breakMinutes },
		rules: { ...rules, lockedBrowser: configKeys.length > 0 },
		length: found.length
	};
	if (!attempt) {
		const terms = termsOf(sitting, registration);
		return {
			...{ ...heading, state: 'waiting', opensAt: sitting.opensAt.toISOString() },
			...{ msToStart: Math.max(0, terms.opensAt + terms.turn - now), msToLast: lastStart(terms) - now },
			...{ asksPassword: Boolean(room?.password), paused: Boolean(room?.pausedAt) },
			place: room && { name: room.name, address: room.address, chair: registration.chair }
		};
	}
	const clock = clockOf(attempt);
	// The server hands in within a second; a page that comes much later finds it stopped.
	if (isOver(clock, now - STOPPED_MS) && (await closeAttempts(ctx, { attemptId })))
		return getRoom(ctx, attemptId, device);
	if (attempt.handedInAt) return { ...heading, ...(await describeEnd(ctx, attempt, sitting.releasedAt)) };
	if (isOver(clock, now)) return { ...heading, state: 'ending', msToClose: 1000 };
	if (attempt.device !== null && attempt.device !== device) {
		const mayTakeOver = attempt.deviceFreedAt !== null || rules.takeOver === 'self';
		return { ...heading, state: 'elsewhere', mayTakeOver, msLeft: msLeft(clock, now) };
	}
	return { ...heading, state: 'open', ...(await readOpenRoom(ctx, attempt)) };
}

/**
 * The paper of one's own open attempt, on the device that has its seat. Throws notFound, and conflicts where it is not open
 * or not there.
 */
export async function getOpenPaper(
	ctx: Context,
	attemptId: string,
	device: string | null
): Promise<OpenRoom> {
	const room = await getRoom(ctx, attemptId, device);
	if (room.state === 'open') return room;
	throw conflict(room.state === 'elsewhere' ? 'exams.seat.held' : 'exams.attempt.not_started');
}

/** The paper of an open attempt, what was answered and how much time is left. */
async function readOpenRoom(ctx: Context, attempt: AttemptRow): Promise<OpenRoom> {
	const now = ctx.now.getTime();
	const [answers, paper] = await Promise.all([
		listNewestAnswers(ctx.db, attempt.id),
		listPaper(ctx.db, attempt.id)
	]);
	const savedAt = Math.max(...answers.map((answer) => answer.savedAt.getTime()));
	const clock = settle(clockOf(attempt), now);
	return {
		...paper,
		answers: answers.map(({ savedAt: _savedAt, ...answer }) => answer),
		savedAt: answers.length ? new Date(savedAt).toISOString() : null,
		...{ msLeft: msLeft(clock, now), seat: attempt.seat, breakMs: clock.breakMs },
		pause: clock.pausedAt === null ? null : clock.pausedUntil === null ? 'room' : 'break'
	};
}

async function describeEnd(ctx: Context, attempt: AttemptRow, releasedAt: Date | null) {
	const answers = await listNewestAnswers(ctx.db, attempt.id);
	const [handedInAt, by] = [attempt.handedInAt ?? ctx.now, attempt.handedInBy ?? ('server' as const)];
	return {
		...{ state: 'handedIn' as const, by, handedInAt: handedInAt.toISOString() },
		...{ answered: answers.filter(({ given }) => given !== null).length, released: releasedAt !== null },
		arrived: answers.map(({ position, seq }): [number, number] => [position, seq]),
		msLate: by === 'server' ? Math.max(0, handedInAt.getTime() + LATE_MS - ctx.now.getTime()) : 0
	};
}

const roomOf = prepared((db) =>
	db
		.select({
			paper: attemptPapers,
			attempt: attempts,
			sitting: sittings,
			registration: registrations,
			room: sittingRooms,
			candidate: people.name,
			length: sql<number>`(select count(*)::int from attempt_items i where i.attempt_id = ${attemptPapers.id})`
		})
		.from(attemptPapers)
		.innerJoin(sittings, eq(sittings.id, attemptPapers.sittingId))
		.innerJoin(people, eq(people.id, attemptPapers.personId))
		.innerJoin(
			registrations,
			and(
				eq(registrations.sittingId, attemptPapers.sittingId),
				eq(registrations.personId, attemptPapers.personId)
			)
		)
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.leftJoin(attempts, eq(attempts.id, attemptPapers.id))
		.where(eq(attemptPapers.id, sql.placeholder('attemptId')))
		.prepare('room_of')
);

async function load(ctx: Context, attemptId: string) {
	const [found] = await roomOf(ctx.db).execute({ attemptId });
	if (!found) throw notFound();
	authorize(ctx.actor, 'exams.attempt.take', { personId: found.paper.personId });
	// Who withdrew before they began has no room.
	if (!found.attempt && found.registration.withdrawnAt) throw notFound();
	return found;
}
