import { and, asc, eq, isNull } from 'drizzle-orm';
import { organisation, people, units } from '../../people/tables.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import { rulesOf } from '../room-rules';
import type { Told } from '../queries/own-place.server';
import type { RoomKind } from '../states';
import { registrations, sittingRooms, sittings } from '../tables.server';

/** What stands on an admission ticket. */
export interface Ticket {
	number: string;
	name: string;
	employeeNo: string;
	unit: LocalText;
	issuer: LocalText;
	exam: LocalText;
	sittingId: string;
	room: { name: string; address: string; kind: RoomKind; chair: number | null } | null;
	opensAt: Date;
	closesAt: Date;
	minutes: number;
	extraMinutes: number;
	breakMinutes: number;
	told: Told;
}

/** The tickets of a sitting: of everybody with a place, of a room, or of one person. Rooms in their order, then chairs. */
export async function loadTickets(
	db: Database,
	sittingId: string,
	only: { roomId?: string | undefined; personId?: string; most: number }
): Promise<Ticket[]> {
	const rows = await db
		.select({
			registration: registrations,
			sitting: sittings,
			room: sittingRooms,
			person: people,
			unit: units
		})
		.from(registrations)
		.innerJoin(sittings, eq(sittings.id, registrations.sittingId))
		.innerJoin(people, eq(people.id, registrations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.where(
			and(
				eq(registrations.sittingId, sittingId),
				isNull(registrations.withdrawnAt),
				isNull(registrations.waitingSince),
				only.roomId ? eq(registrations.roomId, only.roomId) : undefined,
				only.personId ? eq(registrations.personId, only.personId) : undefined
			)
		)
		.orderBy(asc(registrations.roomId), asc(registrations.chair), asc(registrations.ticket))
		.limit(only.most);
	const [issuer] = await db.select().from(organisation).limit(1);
	return rows.map(({ registration, sitting, room, person, unit }) => {
		const { configKeys, ...rules } = rulesOf(sitting.rules);
		const { lateMinutes, endCut, spreadSeconds, rehearsal, opensAt, closesAt, minutes } = sitting;
		const { extraMinutes, breakMinutes } = registration;
		return {
			...{ number: registration.ticket, name: person.name, employeeNo: person.employeeNo },
			unit: { 'zh-CN': unit.nameZh, en: unit.nameEn },
			issuer: { 'zh-CN': issuer?.nameZh ?? '', en: issuer?.nameEn ?? '' },
			exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
			sittingId: sitting.id,
			room: room && { name: room.name, address: room.address, kind: room.kind, chair: registration.chair },
			...{ opensAt, closesAt, minutes, extraMinutes, breakMinutes },
			told: {
				...{ rules, browser: configKeys.length > 0 },
				...{ network: Boolean(room?.ipRanges.length), password: Boolean(room?.password) },
				...{ lateMinutes, endCut, spreadSeconds, rehearsal, onPaper: room?.kind === 'paper' }
			}
		};
	});
}
