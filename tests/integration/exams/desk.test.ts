import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { people } from '$lib/features/people/tables.server';
import { saverOf } from '$lib/features/exams/saving/saver.server';
import {
	closeAttempts,
	invigilatesOf,
	followDesk,
	getDesk,
	getDeskRoom,
	heard,
	listInvigilations,
	pauseRoom,
	startAttempt,
	writePresence
} from '$lib/features/exams/index.server';
import { attemptPresence, sittingEvents } from '$lib/features/exams/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { after, ENDS, givenSitting, STARTED, times } from './given';
import { givenRoom, givenWritingRoom } from './given-rooms';

const SECOND = 1000;
const MINUTE = 60_000;

onEveryDatabase('the desk', (world) => {
	it('shows where everybody stands, and what happened', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 4, missing: 1 });
		const now = after(STARTED, 2 * MINUTE);
		const ctx = world.ctx(invigilator, now);
		const ids = all.map(({ attemptId }) => attemptId);
		heard(world.db, ids[0]!, { at: after(now, -5 * SECOND) });
		heard(world.db, ids[1]!, { at: after(now, -5 * SECOND), away: true });
		heard(world.db, ids[2]!, { at: after(now, -50 * SECOND) });
		heard(world.db, ids[3]!, { at: after(now, -5 * SECOND), connected: false });
		expect(await writePresence(ctx)).toBeGreaterThanOrEqual(4);
		await saverOf(world.db)({
			...{ attemptId: ids[0]!, by: { personId: all[0]!.candidate.id }, device: null, seat: null },
			...{ arrived: now, age: 0 },
			answers: [{ position: 1, seq: 1, given: null, flagged: true }],
			events: [{ kind: 'leave', ms: 4000, age: 5000 }]
		});
		await world.db.insert(sittingEvents).values({
			...{ id: newId(now), sittingId, attemptId: ids[1]!, at: now, kind: 'seatRefused' as const },
			data: { seat: 2, moved: true, address: '10.1.2.3', agent: '' }
		});
		const desk = await getDesk(ctx, roomId);
		expect(desk.candidates.map(({ state }) => state)).toEqual([
			...['writing', 'away', 'disconnected', 'disconnected', 'waiting']
		]);
		expect(desk.candidates[0]).toMatchObject({
			...{ chair: 1, endsAt: ENDS.toISOString(), leftMs: null, answered: 0, questions: 12 },
			signs: { leaves: 1, leaveMs: 4000 }
		});
		expect(desk.candidates[2]!.silentSince).toBe(after(now, -50 * SECOND).toISOString());
		expect(desk.events.map(({ kind, registrationId }) => [kind, registrationId])).toEqual([
			...[
				['seatRefused', all[1]!.registrationId],
				['leave', all[0]!.registrationId]
			]
		]);
		await pauseRoom(ctx, { roomId, reason: '停电' });
		const stopped = await getDesk(ctx, roomId);
		expect(stopped.candidates[2]).toMatchObject({ state: 'paused', endsAt: null, leftMs: 28 * MINUTE });
		expect(stopped.events[0]).toMatchObject({ kind: 'pause', registrationId: null, by: invigilator.name });
		expect(stopped.events.filter(({ kind }) => kind === 'pause')).toHaveLength(1);
	});

	it('counts answers as they stand, and finishes', async () => {
		const { roomId, invigilator, all } = await givenWritingRoom(world, { writing: 1, missing: 1 });
		const { attemptId, candidate } = all[0]!;
		await closeAttempts(world.ctx(undefined, after(ENDS, SECOND)));
		const desk = await getDesk(world.ctx(invigilator, after(times.closesAt, SECOND)), roomId);
		expect(desk.candidates.map(({ state }) => state)).toEqual(['finished', 'absent']);
		expect(desk.candidates[0]).toMatchObject({ attemptId, handedInBy: 'server', name: candidate.name });
	});

	it('tells everything at first, then only what changed', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 1, missing: 1 });
		const source = await followDesk(world.ctx(invigilator, STARTED), roomId);
		const first = await source.read();
		expect(first).toMatchObject({ whole: true, candidates: [{}, {}] });
		expect(await source.read()).toMatchObject({ whole: false, candidates: [], gone: [] });
		await startAttempt(world.ctx(all[1]!.candidate, STARTED), { sittingId });
		const next = await source.read();
		expect(next!.candidates.map(({ registrationId }) => registrationId)).toEqual([all[1]!.registrationId]);
	});

	it('is for those who invigilate the room or read everywhere, and says what they may do', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 1 });
		const other = await givenRoom(world, sittingId, '二号考场');
		const [officer, auditor] = await Promise.all(
			(['hrOfficer', 'auditor'] as const).map((role) => givenPerson(world, { roles: [role] }))
		);
		const may = async (person: Parameters<typeof world.ctx>[0]) => {
			const { mayAct, mayActOnAll, password } = await getDeskRoom(world.ctx(person, STARTED), roomId);
			return [mayAct, mayActOnAll, password];
		};
		expect(await may(invigilator)).toEqual([true, false, '']);
		expect(await may(officer)).toEqual([true, true, '']);
		expect(await may(auditor)).toEqual([false, false, null]);
		for (const person of [other.invigilator, all[0]!.candidate]) {
			const ctx = world.ctx(person, STARTED);
			for (const ask of [getDeskRoom, getDesk, followDesk])
				await expect(ask(ctx, roomId)).rejects.toMatchObject({ code: 'access.forbidden' });
		}
	});

	it('lists the rooms that one invigilates, by day', async () => {
		const sittingId = await givenSitting(world);
		const { invigilator, roomId } = await givenRoom(world, sittingId);
		const stranger = await givenPerson(world);
		const list = async (person: typeof invigilator, at: Date, when: 'today' | 'coming' | 'past') =>
			(await listInvigilations(world.ctx(person, at), { when, page: 1 })).rows.map(({ id }) => id);
		expect(await list(invigilator, STARTED, 'today')).toEqual([roomId]);
		expect(await list(invigilator, STARTED, 'coming')).toEqual([]);
		expect(await list(invigilator, after(STARTED, -86_400_000), 'coming')).toEqual([roomId]);
		expect(await list(invigilator, after(STARTED, 86_400_000), 'past')).toEqual([roomId]);
		expect(await list(stranger, STARTED, 'today')).toEqual([]);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		expect(await list(auditor as typeof invigilator, STARTED, 'today')).toContain(roomId);
		const does = async ({ id }: { id: string }, day = '2026-03-20') => {
			const [row] = await world.db
				.select({ does: invigilatesOf(sql`people.id`, sql`${day}`) })
				.from(people)
				.where(eq(people.id, id));
			return row?.does;
		};
		expect([await does(invigilator), await does(stranger)]).toEqual([true, false]);
		expect(await does(invigilator, '2026-05-01')).toBe(false);
	});
});

onEveryDatabase('presence', (world) => {
	const written = async () =>
		new Map((await world.db.select().from(attemptPresence)).map(({ attemptId, ...one }) => [attemptId, one]));

	it('is written in bulk, and only where it is news', async () => {
		const [one, other] = [newId(STARTED), newId(STARTED)];
		const write = (at: Date) => writePresence(world.ctx(undefined, at));
		heard(world.db, one, { at: STARTED });
		heard(world.db, other, { at: STARTED, away: true });
		await write(STARTED);
		expect((await written()).get(other)).toEqual({ seenAt: STARTED, away: true, connected: true });
		heard(world.db, one, { at: after(STARTED, 2 * SECOND) });
		expect(await write(after(STARTED, 3 * SECOND))).toBe(0);
		// What is not said stays; being heard of says that it is connected.
		heard(world.db, other, { at: after(STARTED, 4 * SECOND), connected: false });
		expect(await write(after(STARTED, 5 * SECOND))).toBe(1);
		heard(world.db, other, { at: after(STARTED, 6 * SECOND) });
		heard(world.db, one, { at: after(STARTED, 12 * SECOND) });
		expect(await write(after(STARTED, 12 * SECOND))).toBe(2);
		expect(await written()).toMatchObject(
			new Map([
				[one, { seenAt: after(STARTED, 12 * SECOND), away: false, connected: true }],
				[other, { seenAt: after(STARTED, 6 * SECOND), away: true, connected: true }]
			])
		);
	});

	it('of several instances the newest counts', async () => {
		const id = newId(STARTED);
		await world.db
			.insert(attemptPresence)
			.values({ attemptId: id, seenAt: after(STARTED, 60 * SECOND), away: true, connected: true });
		heard(world.db, id, { at: STARTED, away: false });
		await writePresence(world.ctx(undefined, STARTED));
		expect((await written()).get(id)).toMatchObject({ seenAt: after(STARTED, 60 * SECOND), away: true });
	});
});
