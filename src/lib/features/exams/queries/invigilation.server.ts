import { and, asc, count, desc, eq, gte, lt, sql, type SQLWrapper } from 'drizzle-orm';
import { z } from 'zod';
import { authorizeAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { addDays, dateIn, instantIn } from '$lib/shared/dates';
import { personOf } from '../held-room.server';
import { registrations, roomInvigilators, sittingRooms, sittings } from '../tables.server';

export const ROOMS_PAGE_SIZE = 25;

export const invigilationTimes = ['today', 'coming', 'past'] as const;
export const roomFilterSchema = z.object({
	when: z.enum(invigilationTimes).default('today').catch('today'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type RoomFilter = z.output<typeof roomFilterSchema>;

/** The rooms that one invigilates, or all for who reads everywhere: of today, to come, or over. */
export async function listInvigilations(ctx: Context, { when, page }: RoomFilter) {
	authorizeAnywhere(ctx.actor, 'exams.room.read');
	const [from, to] = dayOf(ctx.now);
	const times = {
		today: and(lt(sittings.opensAt, to), gte(sittings.closesAt, from)),
		coming: gte(sittings.opensAt, to),
		past: lt(sittings.closesAt, from)
	}[when];
	const where = and(times, mine(ctx));
	const inIt = (condition = sql`true`) => sql<number>`(select count(*)::int from ${registrations} r
		left join attempts a on a.sitting_id = r.sitting_id and a.person_id = r.person_id
		where r.room_id = sitting_rooms.id and r.withdrawn_at is null and ${condition})`;
	const rows = await ctx.db
		.select({
			room: sittingRooms,
			sitting: sittings,
			candidates: inIt(),
			begun: inIt(sql`a.id is not null`),
			finished: inIt(sql`a.handed_in_at is not null`),
			invigilators: sql<
				string[]
			>`array(select p.name from room_invigilators i join people p on p.id = i.person_id
				where i.room_id = sitting_rooms.id order by p.employee_no)`
		})
		.from(sittingRooms)
		.innerJoin(sittings, eq(sittings.id, sittingRooms.sittingId))
		.where(where)
		.orderBy(when === 'past' ? desc(sittings.opensAt) : asc(sittings.opensAt), asc(sittingRooms.name))
		.limit(ROOMS_PAGE_SIZE)
		.offset((page - 1) * ROOMS_PAGE_SIZE);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(sittingRooms)
		.innerJoin(sittings, eq(sittings.id, sittingRooms.sittingId))
		.where(where);
	return {
		rows: rows.map(({ room, sitting, ...rest }) => ({
			...{ id: room.id, name: room.name, kind: room.kind, address: room.address },
			...{ paused: room.pausedAt !== null, closed: room.closedAt !== null, rehearsal: sitting.rehearsal },
			title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
			...{ opensAt: sitting.opensAt.toISOString(), closesAt: sitting.closesAt.toISOString() },
			...rest
		})),
		...{ total: total?.n ?? 0, page, pageSize: ROOMS_PAGE_SIZE, when }
	};
}
export type ListedRoom = Awaited<ReturnType<typeof listInvigilations>>['rows'][number];

/**
 * Whether somebody invigilates somewhere now or later, or did in the month before a day, as a part of another query: who does has a
 * place for it.
 */
export const invigilatesOf = (personId: SQLWrapper, today: SQLWrapper) =>
	sql<boolean>`exists (select 1 from ${roomInvigilators} i join ${sittingRooms} r on r.id = i.room_id
		join ${sittings} s on s.id = r.sitting_id
		where i.person_id = ${personId} and s.closes_at > ${today}::date - 30)`;

const mine = (ctx: Context) =>
	whereMay(ctx.actor, 'exams.room.read', {
		personId: sql`(select i.person_id from room_invigilators i
			where i.room_id = sitting_rooms.id and i.person_id = ${personOf(ctx.actor)})`
	});

/** Today in the organisation's zone, from its first moment to the next day's. */
function dayOf(now: Date): [Date, Date] {
	const today = dateIn(now);
	return [instantIn(`${today}T00:00`)!, instantIn(`${addDays(today, 1)}T00:00`)!];
}
