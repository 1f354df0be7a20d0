import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { noSigns } from '../desk';
import { listedIn, personOf } from '../held-room.server';
import {
	answers,
	attemptPapers,
	attempts,
	registrations,
	sittingEvents,
	sittingRooms,
	sittings
} from '../tables.server';
import { listProgress, listSigns } from './room-candidates.server';

/**
 * What the record holds of one candidate's attempt: everything that happened to it in its order, and how its answers came
 * in. Nothing of what was answered. For who invigilates the candidate's room, and for who reads rooms everywhere.
 */
export async function getAttemptRecord(ctx: Context, attemptId: string) {
	if (!isId(attemptId)) throw notFound();
	const { sittingId, personId } = attemptPapers;
	const [found] = await ctx.db
		.select({
			attempt: attempts,
			registration: registrations,
			room: { id: sittingRooms.id, name: sittingRooms.name },
			person: { name: people.name, employeeNo: people.employeeNo },
			titleZh: sittings.titleZh,
			titleEn: sittings.titleEn
		})
		.from(attemptPapers)
		.innerJoin(sittings, eq(sittings.id, sittingId))
		.innerJoin(people, eq(people.id, personId))
		.innerJoin(
			registrations,
			and(eq(registrations.sittingId, sittingId), eq(registrations.personId, personId))
		)
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.leftJoin(attempts, eq(attempts.id, attemptPapers.id))
		.where(eq(attemptPapers.id, attemptId));
	if (!found) throw notFound();
	const { room, attempt, registration } = found;
	authorize(ctx.actor, 'exams.room.read', {
		personId: room && (await listedIn(ctx.db, room.id, personOf(ctx.actor)))
	});
	const [signs, progress, events, saves] = await Promise.all([
		listSigns(ctx.db, [attemptId]),
		listProgress(ctx.db, [attemptId]),
		listAttemptEvents(ctx, attemptId, registration),
		countSaves(ctx, attemptId)
	]);
	const title: LocalText = { 'zh-CN': found.titleZh, en: found.titleEn };
	return {
		...{ attemptId, title, ...found.person, room },
		...{ sittingId: registration.sittingId, ticket: registration.ticket, chair: registration.chair },
		...{ extraMinutes: registration.extraMinutes, breakMinutes: registration.breakMinutes },
		startedAt: attempt?.startedAt.toISOString() ?? null,
		endsAt: attempt?.endsAt.toISOString() ?? null,
		handedInAt: attempt?.handedInAt?.toISOString() ?? null,
		handedInBy: attempt?.handedInBy ?? null,
		seats: attempt?.seat ?? 0,
		...(progress.get(attemptId) ?? { answered: 0, questions: 0 }),
		signs: signs.get(attemptId) ?? noSigns,
		saves,
		events
	};
}
export type AttemptRecord = Awaited<ReturnType<typeof getAttemptRecord>>;

/** Most events that one page shows; a device that is broken may send more. */
const MOST_EVENTS = 1000;

async function listAttemptEvents(
	ctx: Context,
	attemptId: string,
	registration: typeof registrations.$inferSelect
) {
	const { at, kind, data } = sittingEvents;
	const rows = await ctx.db
		.select({ id: sittingEvents.id, at, kind, data, by: people.name })
		.from(sittingEvents)
		.leftJoin(people, eq(people.id, sittingEvents.byId))
		.where(
			or(
				eq(sittingEvents.attemptId, attemptId),
				// Remarks from before they had a paper.
				and(
					...[eq(sittingEvents.sittingId, registration.sittingId), isNull(sittingEvents.attemptId)],
					sql`${data}->>'registrationId' = ${registration.id}`
				)
			)
		)
		.orderBy(asc(at), asc(sittingEvents.id))
		.limit(MOST_EVENTS);
	// What a refused save carried is kept for those who look into it in the database: it may say what was answered.
	return rows.map(({ at, data, ...row }) => {
		const { answers: carried, ...told } = data as Record<string, unknown>;
		const count = Array.isArray(carried) ? { carried: carried.length } : {};
		return { ...row, at: at.toISOString(), data: { ...told, ...count } };
	});
}

/** Saved versions of answers by the window that sent them, and which of them came late. */
async function countSaves(ctx: Context, attemptId: string) {
	const rows = await ctx.db
		.select({
			seat: answers.seat,
			saves: sql<number>`count(*)::int`,
			late: sql<number>`(count(*) filter (where ${answers.late}))::int`,
			latePositions: sql<
				number[] | null
			>`array_agg(distinct ${answers.position} order by ${answers.position}) filter (where ${answers.late})`,
			first: sql<number>`(extract(epoch from min(${answers.savedAt})) * 1000)::float8`,
			last: sql<number>`(extract(epoch from max(${answers.savedAt})) * 1000)::float8`
		})
		.from(answers)
		.where(eq(answers.attemptId, attemptId))
		.groupBy(answers.seat)
		.orderBy(asc(answers.seat));
	return rows.map(({ first, last, latePositions, ...row }) => ({
		...{ ...row, latePositions: latePositions ?? [] },
		...{ first: new Date(first).toISOString(), last: new Date(last).toISOString() }
	}));
}
