import { and, eq } from 'drizzle-orm';
import { closeRoom } from '$lib/features/exams/index.server';
import {
	attemptPapers,
	registrations,
	roomInvigilators,
	sheetReadings,
	sittingRooms
} from '$lib/features/exams/tables.server';
import { newId } from '$lib/shared/ids';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson, type GivenUnit } from '../../support/world';
import * as exams from '../exams/given';

/** The rooms of a side, which the mentor invigilates. */
export interface SideDesks {
	/** The trainee writes in it. */
	roomId: string;
	registrationId: string;
	/** One that stands, one that nobody sits in and that can be closed, one that is closed. */
	pausedRoomId: string;
	endedRoomId: string;
	closedRoomId: string;
	/** Without a network: one whose sheet nobody has read, one whose readings differ about who was there. */
	paperRoomId: string;
	unreadId: string;
	differingId: string;
}

export async function setDesks(
	world: World,
	people: { trainee: GivenPerson; mentor: GivenPerson; unit: GivenUnit },
	sittings: { sittingId: string; endedSittingId: string },
	now: Date
): Promise<SideDesks> {
	const { trainee, mentor, unit } = people;
	const make = async (
		sittingId: string,
		name: string,
		more: Partial<typeof sittingRooms.$inferInsert> = {}
	) => {
		const id = newId(now);
		await world.db
			.insert(sittingRooms)
			.values({ id, sittingId, kind: 'online', name: `${unit.code} ${name}`, ...more });
		await world.db.insert(roomInvigilators).values({ roomId: id, personId: mentor.id });
		return id;
	};
	const roomId = await make(sittings.sittingId, 'writing');
	const [registration] = await world.db
		.update(registrations)
		.set({ roomId, chair: 1 })
		.where(and(eq(registrations.sittingId, sittings.sittingId), eq(registrations.personId, trainee.id)))
		.returning({ id: registrations.id });
	const closedRoomId = await make(sittings.endedSittingId, 'closed');
	await closeRoom(world.ctx(undefined, now), { roomId: closedRoomId, remark: null });
	const paper = await setPaperRoom(world, mentor, sittings.sittingId, unit, now);
	return {
		...paper,
		...{ roomId, registrationId: registration!.id, closedRoomId },
		pausedRoomId: await make(sittings.sittingId, 'standing', { pausedAt: now }),
		endedRoomId: await make(sittings.endedSittingId, 'ended')
	};
}

/** A paper room of the running sitting, with its times, two candidates who are asked nothing here, and their papers. */
async function setPaperRoom(
	world: World,
	mentor: GivenPerson,
	sittingId: string,
	unit: GivenUnit,
	now: Date
): Promise<Pick<SideDesks, 'paperRoomId' | 'unreadId' | 'differingId'>> {
	const roomId = newId(now);
	await world.db.insert(sittingRooms).values({
		...{ id: roomId, sittingId, kind: 'paper', name: `${unit.code} paper`, address: '县城' },
		...{ beganAt: exams.times.opensAt, endedAt: exams.STARTED }
	});
	await world.db.insert(roomInvigilators).values({ roomId, personId: mentor.id });
	const ids: string[] = [];
	for (const chair of [1, 2]) {
		const [id, person] = [newId(now), await givenPerson(world)];
		await world.db.insert(registrations).values({
			...{ id, sittingId, personId: person.id, ticket: `${unit.code}-${chair}`, registeredAt: now },
			...{ roomId, chair }
		});
		await world.db
			.insert(attemptPapers)
			.values({ id: newId(now), sittingId, personId: person.id, seed: '0', drawnAt: now });
		ids.push(id);
	}
	const [unreadId, differingId] = ids as [string, string];
	for (const slot of [1, 2]) {
		const reader = await givenPerson(world);
		await world.db.insert(sheetReadings).values({
			...{ registrationId: differingId, slot, revision: 1, source: 'keyed' as const },
			...{ byId: reader.id, readAt: now, present: slot === 1 }
		});
	}
	return { paperRoomId: roomId, unreadId, differingId };
}
