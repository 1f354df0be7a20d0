import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { findPeople } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { invigilatorsOf } from '../invigilators.server';
import { roomsOf, type SittingRow } from '../places.server';
import { decideDrawing, decideSetUp } from '../rules';
import { capacityOf } from '../seating';
import { suggestPassword } from '../set-up.server';
import { attemptPapers, registrations, sittingRooms, sittings } from '../tables.server';

/** Most people that a field suggests. */
const SUGGESTED = 500;

/** What the pages about the rooms and seats of a sitting have at their head. */
export interface SetUp {
	id: string;
	title: LocalText;
	opensAt: string;
	/** Whether rooms and seats may still be changed, by the reader. */
	maySetUp: boolean;
	/** The sitting runs or is over: nothing changes any more. */
	isSettled: boolean;
	placed: number;
	waiting: number;
	/** With a place and without a room: more rooms are needed. */
	roomless: number;
	/** Null: nobody has to wait. */
	capacity: number | null;
}

/** A sitting of an id for its staff pages. Throws notFound. */
export async function findSitting(ctx: Context, sittingId: string): Promise<SittingRow> {
	authorize(ctx.actor, 'exams.sitting.read');
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	return sitting;
}

export async function setUpOf(ctx: Context, sitting: SittingRow): Promise<SetUp> {
	const rooms = await roomsOf(ctx.db, sitting.id);
	const [counted] = await ctx.db
		.select({
			placed: sql<number>`count(*) filter (where ${registrations.waitingSince} is null)::int`,
			waiting: sql<number>`count(*) filter (where ${registrations.waitingSince} is not null)::int`,
			roomless: sql<number>`count(*) filter (where ${registrations.waitingSince} is null and ${registrations.roomId} is null)::int`
		})
		.from(registrations)
		.where(and(eq(registrations.sittingId, sitting.id), isNull(registrations.withdrawnAt)));
	const isSettled = !decideSetUp(sitting, ctx.now).ok;
	return {
		id: sitting.id,
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		opensAt: sitting.opensAt.toISOString(),
		maySetUp: !isSettled && can(ctx.actor, 'exams.sitting.manage').ok,
		isSettled,
		placed: counted?.placed ?? 0,
		waiting: counted?.waiting ?? 0,
		roomless: rooms.length ? (counted?.roomless ?? 0) : 0,
		capacity: capacityOf(rooms)
	};
}

/** The rooms of a sitting with who is in them. A password is there for who sets the sitting up or invigilates the room. */
export async function listRooms(ctx: Context, sittingId: string) {
	const sitting = await findSitting(ctx, sittingId);
	const rooms = await roomsOf(ctx.db, sitting.id);
	const watchers = await invigilatorsOf(ctx.db, sitting.id);
	const seated = rooms.length
		? await ctx.db
				.select({ roomId: registrations.roomId, n: count() })
				.from(registrations)
				.where(
					inArray(
						registrations.roomId,
						rooms.map(({ id }) => id)
					)
				)
				.groupBy(registrations.roomId)
		: [];
	const manages = can(ctx.actor, 'exams.sitting.manage').ok;
	const undrawn = await countUndrawn(ctx, sitting.id);
	const ownId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	return {
		setUp: await setUpOf(ctx, sitting),
		rooms: rooms.map(({ id, kind, name, address, places, ipRanges, password, closedAt }) => {
			const invigilators = watchers.filter(({ roomId }) => roomId === id);
			const mayKnow = manages || invigilators.some(({ personId }) => personId === ownId);
			return {
				...{ id, kind, name, address, places, ipRanges, isClosed: closedAt !== null },
				hasPassword: Boolean(password),
				password: mayKnow ? password : null,
				invigilators: invigilators.map(({ name, employeeNo }) => ({ name, employeeNo })),
				seated: seated.find(({ roomId }) => roomId === id)?.n ?? 0,
				/** What is printed in a paper room: what is there to be done, for whoever sets the sitting up. */
				print:
					kind === 'paper' && manages
						? { undrawn: undrawn.get(id) ?? 0, mayDraw: decideDrawing(sitting, ctx.now).ok }
						: null
			};
		})
	};
}

/** How many in each room have no paper yet. */
async function countUndrawn(ctx: Context, sittingId: string): Promise<Map<string, number>> {
	const rows = await ctx.db
		.select({ roomId: registrations.roomId, n: count() })
		.from(registrations)
		.leftJoin(
			attemptPapers,
			and(
				eq(attemptPapers.sittingId, registrations.sittingId),
				eq(attemptPapers.personId, registrations.personId)
			)
		)
		.where(
			and(
				...[eq(registrations.sittingId, sittingId), isNull(registrations.withdrawnAt)],
				isNull(attemptPapers.id)
			)
		)
		.groupBy(registrations.roomId);
	return new Map(rows.flatMap(({ roomId, n }) => (roomId ? [[roomId, n] as const] : [])));
}

/** What the form of a room needs: of a new one where no id is given. */
export async function getRoomForm(ctx: Context, sittingId: string, roomId: string | null) {
	authorize(ctx.actor, 'exams.sitting.manage');
	const sitting = await findSitting(ctx, sittingId);
	const watchers = await invigilatorsOf(ctx.db, sitting.id);
	const found = roomId === null ? null : await findRoom(ctx, sitting.id, roomId);
	return {
		setUp: await setUpOf(ctx, sitting),
		people: (await findPeople(ctx, { limit: SUGGESTED })).map(({ employeeNo, name, post }) => ({
			...{ employeeNo, name, post }
		})),
		suggested: suggestPassword(),
		room: found && {
			...{ id: found.id, kind: found.kind, name: found.name, address: found.address, places: found.places },
			...{ ipRanges: found.ipRanges, password: found.password },
			invigilators: watchers
				.filter((one) => one.roomId === found.id)
				.map(({ employeeNo, name }) => `${employeeNo} ${name}`)
		}
	};
}

async function findRoom(ctx: Context, sittingId: string, roomId: string) {
	if (!isId(roomId)) throw notFound();
	const [room] = await ctx.db
		.select()
		.from(sittingRooms)
		.where(and(eq(sittingRooms.id, roomId), eq(sittingRooms.sittingId, sittingId)));
	if (!room) throw notFound();
	return room;
}
