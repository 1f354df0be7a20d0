import { and, eq, sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { clockOf } from '../attempt-clock.server';
import { deskState, noSigns, shownClock, type DeskCandidate, type DeskEvent } from '../desk';
import { listedIn, personOf, registeredFor } from '../held-room.server';
import type { RoomKind } from '../states';
import { roomInvigilators, sittingRooms, sittings } from '../tables.server';
import { idsOf, listRoomCandidates, listSigns, type RoomCandidate } from './room-candidates.server';
import { progressIn } from './room-progress.server';
import { lastStartOf } from './window.server';

/** What of a room does not change while it is looked at; times as ISO. */
export interface DeskRoom {
	id: string;
	sittingId: string;
	title: LocalText;
	rehearsal: boolean;
	kind: RoomKind;
	name: string;
	address: string;
	/** Said in the room to begin; null for who may not act here. */
	password: string | null;
	opensAt: string;
	closesAt: string;
	lastStart: string;
	minutes: number;
	pausedAt: string | null;
	closedAt: string | null;
	invigilators: string[];
	/** Whether the viewer may act in it, and to the whole sitting. */
	mayAct: boolean;
	mayActOnAll: boolean;
}

/** A room for its desk. Throws notFound, and forbidden for who does not invigilate it or read everywhere. */
export async function getDeskRoom(ctx: Context, roomId: string): Promise<DeskRoom> {
	const { room, sitting, personId } = await findRoom(ctx, roomId);
	const { db, actor } = ctx;
	const parties = { candidate: await registeredFor(db, sitting.id, personOf(actor)) };
	const mayAct = can(actor, 'exams.room.invigilate', { personId, parties }).ok;
	const listed = await db
		.select({ name: people.name })
		.from(roomInvigilators)
		.innerJoin(people, eq(people.id, roomInvigilators.personId))
		.where(eq(roomInvigilators.roomId, room.id))
		.orderBy(people.employeeNo);
	return {
		...{ id: room.id, sittingId: sitting.id, rehearsal: sitting.rehearsal, minutes: sitting.minutes },
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		...{ kind: room.kind, name: room.name, address: room.address },
		password: mayAct && !room.closedAt ? room.password : null,
		...{ opensAt: sitting.opensAt.toISOString(), closesAt: sitting.closesAt.toISOString() },
		lastStart: new Date(lastStartOf(sitting)).toISOString(),
		...{ pausedAt: room.pausedAt?.toISOString() ?? null, closedAt: room.closedAt?.toISOString() ?? null },
		invigilators: listed.map(({ name }) => name),
		mayAct,
		mayActOnAll: can(actor, 'exams.room.invigilate', { parties }).ok
	};
}

/** A room that the viewer may read, with its sitting; `personId` is the viewer where they are listed for it. */
export async function findRoom(ctx: Context, roomId: string) {
	if (!isId(roomId)) throw notFound();
	const [found] = await ctx.db
		.select({ room: sittingRooms, sitting: sittings })
		.from(sittingRooms)
		.innerJoin(sittings, eq(sittings.id, sittingRooms.sittingId))
		.where(and(eq(sittingRooms.id, roomId)));
	if (!found) throw notFound();
	const personId = await listedIn(ctx.db, roomId, personOf(ctx.actor));
	authorize(ctx.actor, 'exams.room.read', { personId });
	return { ...found, personId };
}

/** How a room stands at `ctx.now`: everybody who has a place in it, and what happened last. Asks whether it may be read. */
export async function getDesk(ctx: Context, roomId: string) {
	const { room, sitting } = await findRoom(ctx, roomId);
	const now = ctx.now.getTime();
	const rows = await listRoomCandidates(ctx.db, room.id);
	const attemptIds = rows.flatMap(({ attempt }) => attempt?.id ?? []);
	const paperIds = rows.flatMap(({ paperId }) => paperId ?? []);
	const [signs, progress, events] = await Promise.all([
		listSigns(ctx.db, paperIds),
		progressIn(ctx.db, room.id, attemptIds, now),
		listEvents(ctx.db, room, paperIds)
	]);
	const at = { now, lastStart: lastStartOf(sitting) };
	const byPaper = new Map(rows.map(({ paperId, registration }) => [paperId, registration.id]));
	return {
		room: { pausedAt: room.pausedAt?.toISOString() ?? null, closedAt: room.closedAt?.toISOString() ?? null },
		isLive: !room.closedAt && now >= sitting.opensAt.getTime() - HOUR_MS,
		candidates: rows.map((row) => ({
			...candidateOf(row, at),
			...(progress.get(row.attempt?.id ?? '') ?? { answered: 0, questions: 0 }),
			signs: signs.get(row.paperId ?? '') ?? noSigns
		})),
		events: events.map(({ attemptId, ...event }): DeskEvent => ({
			...event,
			registrationId: (attemptId && byPaper.get(attemptId)) ?? namedIn(event.data)
		}))
	};
}
const HOUR_MS = 3_600_000;

/** Whom a remark names who had no paper yet. */
const namedIn = ({ registrationId }: DeskEvent['data']) =>
	typeof registrationId === 'string' ? registrationId : null;

function candidateOf(
	{ registration, name, employeeNo, attempt, presence }: RoomCandidate,
	at: { now: number; lastStart: number }
): Omit<DeskCandidate, 'answered' | 'questions' | 'signs'> {
	const clock = attempt && clockOf(attempt);
	const seen = presence && { ...presence, seenAt: presence.seenAt.getTime() };
	const state = deskState(clock, seen, at);
	const { chair, ticket, extraMinutes, breakMinutes } = registration;
	const lastSeen = new Date(Math.max(seen?.seenAt ?? 0, clock?.startedAt ?? 0));
	return {
		...{ registrationId: registration.id, attemptId: attempt?.id ?? null, name, employeeNo, ticket, chair },
		...{ extraMinutes, breakMinutes, state, ...shownClock(clock, at.now) },
		handedInAt: attempt?.handedInAt?.toISOString() ?? null,
		handedInBy: attempt?.handedInBy ?? null,
		silentSince: state === 'disconnected' ? lastSeen.toISOString() : null,
		freed: Boolean(attempt?.deviceFreedAt) && state !== 'finished'
	};
}

/** So many events stand beside a desk. */
const SHOWN = 40;

type FoundEvent = Omit<DeskEvent, 'registrationId'> & { attemptId: string | null };

/**
 * What happened last to these candidates, in the room, or to all; of what was done to many only that it was. Nothing of what
 * was answered.
 */
async function listEvents(
	db: Database,
	room: { id: string; sittingId: string },
	paperIds: readonly string[]
): Promise<FoundEvent[]> {
	const rows = await rowsOf<FoundEvent>(
		db,
		sql`select e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, e.kind, e.data - 'answers' as data,
				e.attempt_id as "attemptId", p.name as by
			from (
				(select * from sitting_events where attempt_id = any(${idsOf(paperIds)}) and not data ? 'scope'
					and kind not in ('start', 'seat', 'giveBack', 'breakBegin', 'breakEnd') order by at desc, id desc limit ${SHOWN})
				union all
				(select * from sitting_events where sitting_id = ${room.sittingId} and attempt_id is null
					and (room_id = ${room.id} or room_id is null) order by at desc, id desc limit ${SHOWN})
			) e left join people p on p.id = e.by_id
			order by e.at desc, e.id desc limit ${SHOWN}`
	);
	return rows.map(({ id, at, kind, data, attemptId, by }) => ({ id, at, kind, data, attemptId, by }));
}
