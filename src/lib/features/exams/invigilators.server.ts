import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { missingNumbers } from '$lib/features/people';
import type { Database } from '$lib/server/db/database';
import { invalid } from '$lib/shared/errors';
import { people } from '../people/tables.server';
import { registrations, roomInvigilators, sittingRooms } from './tables.server';

/** Whether somebody invigilates a room of a sitting: then they are no candidate of it. */
export async function invigilates(db: Database, sittingId: string, personId: string): Promise<boolean> {
	const [found] = await db
		.select({ roomId: roomInvigilators.roomId })
		.from(roomInvigilators)
		.innerJoin(sittingRooms, eq(sittingRooms.id, roomInvigilators.roomId))
		.where(and(eq(sittingRooms.sittingId, sittingId), eq(roomInvigilators.personId, personId)))
		.limit(1);
	return found !== undefined;
}

export interface Invigilator {
	roomId: string;
	personId: string;
	name: string;
	employeeNo: string;
}

/** Who invigilates the rooms of a sitting, by employee number. */
export const invigilatorsOf = (db: Database, sittingId: string): Promise<Invigilator[]> =>
	db
		.select({
			roomId: roomInvigilators.roomId,
			personId: people.id,
			name: people.name,
			employeeNo: people.employeeNo
		})
		.from(roomInvigilators)
		.innerJoin(sittingRooms, eq(sittingRooms.id, roomInvigilators.roomId))
		.innerJoin(people, eq(people.id, roomInvigilators.personId))
		.where(eq(sittingRooms.sittingId, sittingId))
		.orderBy(asc(people.employeeNo));

/**
 * Writes who invigilates a room, by employee number, in place of those before. Refused at the field: nobody of that number is
 * active, or somebody is a candidate of the sitting. The caller holds the sitting.
 */
export async function nameInvigilators(
	tx: Database,
	room: { id: string; sittingId: string },
	employeeNos: readonly string[]
): Promise<void> {
	const found = employeeNos.length
		? await tx
				.select({ id: people.id, employeeNo: people.employeeNo, registered: registrations.id })
				.from(people)
				.leftJoin(
					registrations,
					and(
						eq(registrations.personId, people.id),
						eq(registrations.sittingId, room.sittingId),
						isNull(registrations.withdrawnAt)
					)
				)
				.where(and(inArray(sql`upper(${people.employeeNo})`, [...employeeNos]), eq(people.status, 'active')))
		: [];
	const missing = missingNumbers(employeeNos, found);
	if (missing) throw invalid('app.form', { invigilators: 'exams.room.unknown' }, { missing });
	if (found.some(({ registered }) => registered))
		throw invalid('app.form', { invigilators: 'exams.room.candidate' });
	await tx.delete(roomInvigilators).where(eq(roomInvigilators.roomId, room.id));
	if (found.length)
		await tx.insert(roomInvigilators).values(found.map(({ id }) => ({ roomId: room.id, personId: id })));
}
