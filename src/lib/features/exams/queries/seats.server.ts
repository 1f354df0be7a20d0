import { and, asc, count, eq, ilike, isNotNull, isNull, or } from 'drizzle-orm';
import { z } from 'zod';
import { authorize, can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { roomsOf } from '../places.server';
import { registrations, sittingRooms } from '../tables.server';
import { findSitting, setUpOf } from './rooms.server';

export const SEATS_PAGE_SIZE = 50;

export const seatFilterSchema = z.object({
	/** A part of the name, the employee number or the ticket. */
	q: z.string().trim().max(100).default('').catch(''),
	/** A room's id, or those who wait. */
	room: z
		.union([z.literal('waiting'), z.uuid()])
		.optional()
		.catch(undefined),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type SeatFilter = z.output<typeof seatFilterSchema>;

export interface SeatRow {
	id: string;
	ticket: string;
	name: string;
	employeeNo: string;
	unit: LocalText;
	room: string | null;
	roomId: string | null;
	chair: number | null;
	waitingSince: string | null;
	extraMinutes: number;
	breakMinutes: number;
	/** What for: null for whoever does not set the sitting up. */
	needsNote: string | null;
}

const columns = {
	id: registrations.id,
	ticket: registrations.ticket,
	name: people.name,
	employeeNo: people.employeeNo,
	unitZh: units.nameZh,
	unitEn: units.nameEn,
	room: sittingRooms.name,
	roomId: registrations.roomId,
	chair: registrations.chair,
	waitingSince: registrations.waitingSince,
	extraMinutes: registrations.extraMinutes,
	breakMinutes: registrations.breakMinutes,
	needsNote: registrations.needsNote
};

const from = (ctx: Context) =>
	ctx.db
		.select(columns)
		.from(registrations)
		.innerJoin(people, eq(people.id, registrations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.$dynamic();

type Row = Awaited<ReturnType<typeof from>>[number];

const shown = (ctx: Context, { unitZh, unitEn, waitingSince, needsNote, ...row }: Row): SeatRow => ({
	...row,
	unit: { 'zh-CN': unitZh, en: unitEn },
	waitingSince: waitingSince?.toISOString() ?? null,
	needsNote: can(ctx.actor, 'exams.sitting.manage').ok ? needsNote : null
});

/** Who sits where, and who waits, a page at a time: rooms in their order, then by chair and ticket. */
export async function listSeats(ctx: Context, sittingId: string, filter: SeatFilter) {
	const sitting = await findSitting(ctx, sittingId);
	const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null;
	const where = and(
		eq(registrations.sittingId, sitting.id),
		isNull(registrations.withdrawnAt),
		filter.room === 'waiting'
			? isNotNull(registrations.waitingSince)
			: filter.room
				? eq(registrations.roomId, filter.room)
				: undefined,
		like
			? or(ilike(people.name, like), ilike(people.employeeNo, like), ilike(registrations.ticket, like))
			: undefined
	);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(registrations)
		.innerJoin(people, eq(people.id, registrations.personId))
		.where(where);
	const order =
		filter.room === 'waiting'
			? [asc(registrations.waitingSince), asc(registrations.ticket)]
			: [asc(registrations.roomId), asc(registrations.chair), asc(registrations.ticket)];
	const rows = await from(ctx)
		.where(where)
		.orderBy(...order)
		.limit(SEATS_PAGE_SIZE)
		.offset((filter.page - 1) * SEATS_PAGE_SIZE);
	return {
		setUp: await setUpOf(ctx, sitting),
		rooms: (await roomsOf(ctx.db, sitting.id)).map(({ id, name }) => ({ id, name })),
		rows: rows.map((row) => shown(ctx, row)),
		...{ total: total?.n ?? 0, page: filter.page, pageSize: SEATS_PAGE_SIZE }
	};
}

/** One candidate's seat and needs, to be changed. */
export async function getSeat(ctx: Context, sittingId: string, registrationId: string) {
	authorize(ctx.actor, 'exams.sitting.manage');
	const sitting = await findSitting(ctx, sittingId);
	if (!isId(registrationId)) throw notFound();
	const [row] = await from(ctx).where(
		and(
			eq(registrations.id, registrationId),
			eq(registrations.sittingId, sitting.id),
			isNull(registrations.withdrawnAt)
		)
	);
	if (!row) throw notFound();
	return {
		setUp: await setUpOf(ctx, sitting),
		seat: shown(ctx, row),
		rooms: (await roomsOf(ctx.db, sitting.id)).map(({ id, name, kind, places }) => ({
			...{ id, name, kind, places }
		}))
	};
}
