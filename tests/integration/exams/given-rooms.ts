import { and, eq } from 'drizzle-orm';
import { startAttempt } from '$lib/features/exams/index.server';
import {
	attempts,
	registrations,
	roomInvigilators,
	sittingEvents,
	sittingRooms
} from '$lib/features/exams/tables.server';
import { newId } from '$lib/shared/ids';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenCandidate, givenSitting, REGISTERING, STARTED } from './given';

/** A room of a sitting with an invigilator who holds no role for it but is listed. */
export async function givenRoom(world: World, sittingId: string, name = '一号考场') {
	const invigilator = await givenPerson(world);
	const roomId = newId(REGISTERING);
	await world.db
		.insert(sittingRooms)
		.values({ id: roomId, sittingId, kind: 'site', name, address: '总行三楼' });
	await world.db.insert(roomInvigilators).values({ roomId, personId: invigilator.id });
	return { roomId, invigilator };
}

/** Gives a registered candidate a place in a room. */
export async function seat(
	world: World,
	sittingId: string,
	candidate: GivenPerson,
	roomId: string,
	chair: number
): Promise<string> {
	const [row] = await world.db
		.update(registrations)
		.set({ roomId, chair })
		.where(and(eq(registrations.sittingId, sittingId), eq(registrations.personId, candidate.id)))
		.returning({ id: registrations.id });
	return row!.id;
}

/** A room with some who began at `STARTED`, and some who have not come. */
export async function givenWritingRoom(world: World, { writing = 2, missing = 0 } = {}) {
	const sittingId = await givenSitting(world);
	const { roomId, invigilator } = await givenRoom(world, sittingId);
	const all = [];
	for (let chair = 1; chair <= writing + missing; chair++) {
		const candidate = await givenCandidate(world, sittingId);
		const registrationId = await seat(world, sittingId, candidate, roomId, chair);
		const begun = chair <= writing ? await startAttempt(world.ctx(candidate, STARTED), { sittingId }) : null;
		all.push({ candidate, registrationId, attemptId: begun?.attemptId ?? '' });
	}
	return { sittingId, roomId, invigilator, all };
}

export const attemptOf = async (world: World, attemptId: string) =>
	(await world.db.select().from(attempts).where(eq(attempts.id, attemptId)))[0]!;

export const eventsOf = (world: World, sittingId: string) =>
	world.db
		.select()
		.from(sittingEvents)
		.where(eq(sittingEvents.sittingId, sittingId))
		.orderBy(sittingEvents.id);

/** Somebody who writes in another room of the sitting. */
export async function givenElsewhere(world: World, sittingId: string) {
	const { roomId } = await givenRoom(world, sittingId, '另一考场');
	const candidate = await givenCandidate(world, sittingId);
	await seat(world, sittingId, candidate, roomId, 1);
	const { attemptId } = await startAttempt(world.ctx(candidate, STARTED), { sittingId });
	return { roomId, candidate, attemptId };
}
