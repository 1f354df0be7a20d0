import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	addRemark,
	attemptSignals,
	closeAttempts,
	extendTime,
	forceHandIn,
	freeDevice,
	pauseRoom,
	resumeRoom,
	startAttempt,
	takeSeat
} from '$lib/features/exams/index.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { saverOf } from '$lib/features/exams/saving/saver.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { nowhere } from '$lib/server/http/device';
import { startLive, subscribe } from '$lib/server/live';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson } from '../../support/world';
import { after, ENDS, givenCandidate, givenSitting, STARTED } from './given';
import { attemptOf, eventsOf, givenElsewhere, givenRoom, givenWritingRoom, seat } from './given-rooms';

const MINUTE = 60_000;
const LATER = after(STARTED, 5 * MINUTE);
const reason = '停电';
const code = (name: string) => ({ code: name });

/** What came of several at once: how many got through, and the codes of the others. */
async function settled(all: Promise<unknown>[]) {
	const outcomes = await Promise.allSettled(all);
	const refused = outcomes.flatMap((one) =>
		one.status === 'rejected' ? [one.reason.code ?? one.reason] : []
	);
	return { through: outcomes.length - refused.length, refused };
}

const save = (
	world: World,
	attemptId: string,
	personId: string,
	arrived: Date,
	seatNo: number | null = null
) =>
	saverOf(world.db)({
		...{ attemptId, by: { personId }, device: null, seat: seatNo, arrived, age: 0, events: [] },
		answers: [
			{
				position: 1,
				seq: Math.floor((arrived.getTime() - STARTED.getTime()) / 100) + 1,
				given: null,
				flagged: true
			}
		]
	});

onEveryDatabase('give time back', (world) => {
	it('to one: the end moves, with its reason in the record and in the log, and the candidate is told at once', async () => {
		const { sittingId, roomId, invigilator, all } = await givenWritingRoom(world);
		const [one, other] = all;
		await startLive(world.handle);
		let told = 0;
		const stop = subscribe(`attempt:${one!.attemptId}`, () => told++);
		const input = { roomId, scope: 'attempt' as const, attemptId: one!.attemptId, minutes: 10, reason };
		expect(await extendTime(world.ctx(invigilator, LATER), input)).toEqual({ extended: 1 });
		expect((await attemptOf(world, one!.attemptId)).endsAt).toEqual(after(ENDS, 10 * MINUTE));
		expect((await attemptOf(world, other!.attemptId)).endsAt).toEqual(ENDS);
		const [event] = (await eventsOf(world, sittingId)).filter(({ kind }) => kind === 'extend');
		expect(event).toMatchObject({
			...{ attemptId: one!.attemptId, roomId, byId: invigilator.id },
			data: { ms: 10 * MINUTE, reason, endsAt: after(ENDS, 10 * MINUTE).toISOString() }
		});
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.action, 'exams.room.extend'));
		expect(entry).toMatchObject({ actorId: invigilator.id, personId: one!.candidate.id });
		await expect.poll(() => told).toBe(1);
		stop();
		const heard = await attemptSignals(world.ctx(one!.candidate, LATER), one!.attemptId);
		expect(await heard.read()).toMatchObject({ given: { ms: 10 * MINUTE, reason } });
	});

	it('to a room: all who are writing, also who stand; not who has handed in or not begun', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 3, missing: 1 });
		const [one, done] = all;
		const elsewhere = await givenElsewhere(world, sittingId);
		await forceHandIn(world.ctx(invigilator, LATER), { roomId, attemptId: done!.attemptId, reason });
		await pauseRoom(world.ctx(invigilator, LATER), { roomId, reason });
		const given = await extendTime(world.ctx(invigilator, LATER), {
			...{ roomId, scope: 'room', minutes: 3, reason }
		});
		expect(given).toEqual({ extended: 2 });
		expect((await attemptOf(world, one!.attemptId)).endsAt).toEqual(after(ENDS, 3 * MINUTE));
		expect((await attemptOf(world, elsewhere.attemptId)).endsAt).toEqual(ENDS);
		const events = (await eventsOf(world, sittingId)).filter(({ kind }) => kind === 'extend');
		expect(events.map(({ attemptId }) => attemptId === null)).toEqual([false, false, true]);
	});

	it('to all of the sitting: only by who invigilates everywhere', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world);
		const elsewhere = await givenElsewhere(world, sittingId);
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		const input = { roomId, scope: 'sitting' as const, minutes: 5, reason };
		await expect(extendTime(world.ctx(invigilator, LATER), input)).rejects.toMatchObject(
			code('access.forbidden')
		);
		expect(await extendTime(world.ctx(officer, LATER), input)).toEqual({ extended: 3 });
		for (const attemptId of [all[0]!.attemptId, elsewhere.attemptId])
			expect((await attemptOf(world, attemptId)).endsAt).toEqual(after(ENDS, 5 * MINUTE));
	});

	it('is refused to whoever is not listed, sits the exam, or is too late', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world);
		const { attemptId } = all[0]!;
		const input = { roomId, scope: 'attempt' as const, attemptId, minutes: 5, reason };
		const other = await givenRoom(world, sittingId, '二号考场');
		const stranger = await givenPerson(world);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		for (const person of [stranger, auditor, other.invigilator, all[1]!.candidate])
			await expect(extendTime(world.ctx(person, LATER), input)).rejects.toMatchObject(
				code('access.forbidden')
			);
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		const sitter = await givenPerson(world, { roles: ['hrOfficer'] });
		const second = await givenSitting(world);
		const theirs = await givenRoom(world, second);
		await world.db.execute(
			`insert into registrations (id, sitting_id, person_id, ticket, registered_at)
			values ('${newId(STARTED)}', '${second}', '${sitter.id}', 'T9', now())` as never
		);
		await expect(
			pauseRoom(world.ctx(sitter, LATER), { roomId: theirs.roomId, reason })
		).rejects.toMatchObject(code('access.separation.self'));
		// An attempt of another room is none of this one's.
		await expect(
			extendTime(world.ctx(other.invigilator, LATER), { ...input, roomId: other.roomId })
		).rejects.toMatchObject(code('app.not_found'));
		await closeAttempts(world.ctx(undefined, after(ENDS, 1000)));
		await expect(extendTime(world.ctx(invigilator, after(ENDS, 2000)), input)).rejects.toMatchObject(
			code('exams.attempt.closed')
		);
		await expect(
			extendTime(world.ctx(officer, after(ENDS, 2000)), { ...input, scope: 'room' })
		).rejects.toMatchObject(code('exams.room.nobody'));
	});

	it('and the server handing in at the same moment: one of the two, never both', async () => {
		for (let round = 0; round < 5; round++) {
			const { roomId, invigilator, all } = await givenWritingRoom(world, { writing: 1 });
			const { attemptId } = all[0]!;
			const at = after(ENDS, 500);
			const { through, refused } = await settled([
				closeAttempts(world.ctx(undefined, at), { attemptId }),
				extendTime(world.ctx(invigilator, at), { roomId, scope: 'attempt', attemptId, minutes: 5, reason })
			]);
			const attempt = await attemptOf(world, attemptId);
			if (attempt.handedInAt) {
				expect(refused).toEqual(['exams.attempt.closed']);
				expect(attempt).toMatchObject({ endsAt: ENDS, handedInAt: ENDS, handedInBy: 'server' });
			} else {
				expect(through).toBe(2);
				expect(attempt.endsAt).toEqual(after(ENDS, 5 * MINUTE));
			}
		}
	});
});

onEveryDatabase('pause a room', (world) => {
	it('stops every clock in it, and gives back on resuming what it took', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { missing: 1 });
		const elsewhere = await givenElsewhere(world, sittingId);
		expect(await pauseRoom(world.ctx(invigilator, LATER), { roomId, reason })).toEqual({ paused: 2 });
		const { attemptId, candidate } = all[0]!;
		expect((await attemptOf(world, attemptId)).pausedAt).toEqual(LATER);
		expect((await attemptOf(world, elsewhere.attemptId)).pausedAt).toBeNull();
		expect(await save(world, attemptId, candidate.id, after(LATER, 1000))).toMatchObject(
			code('exams.attempt.paused')
		);
		await expect(pauseRoom(world.ctx(invigilator, LATER), { roomId, reason })).rejects.toMatchObject(
			code('exams.room.paused')
		);
		// Who begins while the room stands begins with a clock that stands.
		const late = await startAttempt(world.ctx(all[2]!.candidate, after(LATER, MINUTE)), { sittingId });
		expect((await attemptOf(world, late.attemptId)).pausedAt).toEqual(after(LATER, MINUTE));
		// The end passes; nothing is handed in.
		expect(await closeAttempts(world.ctx(undefined, after(ENDS, MINUTE)), { attemptId })).toBe(0);

		const resumed = after(LATER, 60 * MINUTE);
		expect(await resumeRoom(world.ctx(invigilator, resumed), { roomId })).toEqual({ resumed: 3 });
		expect(await attemptOf(world, attemptId)).toMatchObject({
			...{ pausedAt: null, endsAt: after(ENDS, 60 * MINUTE) }
		});
		expect((await attemptOf(world, late.attemptId)).endsAt).toEqual(
			after(LATER, MINUTE + 30 * MINUTE + 59 * MINUTE)
		);
		expect(await save(world, attemptId, candidate.id, after(resumed, 1000))).toMatchObject({ ok: true });
		await expect(resumeRoom(world.ctx(invigilator, resumed), { roomId })).rejects.toMatchObject(
			code('exams.room.running')
		);
		const kinds = (await eventsOf(world, sittingId)).map(({ kind, attemptId }) =>
			attemptId ? kind : `room ${kind}`
		);
		expect(kinds.filter((kind) => /pause|resume/.test(kind)).sort()).toEqual([
			...['pause', 'pause', 'resume', 'resume', 'resume', 'room pause', 'room resume']
		]);
	});

	it('catches everybody who begins at the same moment', async () => {
		for (let round = 0; round < 4; round++) {
			const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, {
				writing: 1,
				missing: 4
			});
			const starts = all
				.slice(1)
				.map(({ candidate }) => startAttempt(world.ctx(candidate, LATER), { sittingId }));
			const pause = pauseRoom(world.ctx(invigilator, LATER), { roomId, reason });
			const begun = await Promise.all(starts);
			await pause;
			for (const { attemptId } of begun) expect((await attemptOf(world, attemptId)).pausedAt).toEqual(LATER);
		}
	});

	it('once, by two invigilators at once; a break under way ends with it', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world);
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		const { refused } = await settled([
			pauseRoom(world.ctx(invigilator, LATER), { roomId, reason }),
			pauseRoom(world.ctx(officer, LATER), { roomId, reason })
		]);
		expect(refused).toEqual(['exams.room.paused']);
		expect((await eventsOf(world, sittingId)).filter(({ kind }) => kind === 'pause')).toHaveLength(3);
		expect(all).toHaveLength(2);
	});
});

onEveryDatabase('release a device', (world) => {
	it('lets another one take over, once', async () => {
		const { roomId, invigilator, all } = await givenWritingRoom(world, { writing: 1 });
		const { attemptId, candidate } = all[0]!;
		const at = (device: string) => ({ ...nowhere, device });
		const sit = (device: string) => takeSeat(world.ctx(candidate, LATER), { attemptId }, at(device));
		await sit('one');
		await expect(sit('two')).rejects.toMatchObject(code('exams.seat.held'));
		await freeDevice(world.ctx(invigilator, LATER), { roomId, attemptId, reason: '电脑死机' });
		expect((await attemptOf(world, attemptId)).deviceFreedAt).toEqual(LATER);
		expect((await sit('two')).seat).toBe(3);
		// The device that had it is told that it went to another one.
		const heardAt = async (device: string) =>
			(await attemptSignals(world.ctx(candidate, LATER), attemptId, device)).read();
		expect(await heardAt('one')).toMatchObject({ seat: 3, isHere: false });
		expect(await heardAt('two')).toMatchObject({ seat: 3, isHere: true });
		await expect(sit('one')).rejects.toMatchObject(code('exams.seat.held'));
	});
});

onEveryDatabase('hand in for a candidate', (world) => {
	it('ends the attempt with what is saved, marks it and says why', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 1 });
		const { attemptId, candidate } = all[0]!;
		await forceHandIn(world.ctx(invigilator, LATER), { roomId, attemptId, reason: '替考' });
		expect(await attemptOf(world, attemptId)).toMatchObject({ handedInAt: LATER, handedInBy: 'invigilator' });
		expect(await save(world, attemptId, candidate.id, after(LATER, 100))).toMatchObject(
			code('exams.attempt.closed')
		);
		const [event] = (await eventsOf(world, sittingId)).filter(({ kind }) => kind === 'handIn');
		expect(event).toMatchObject({ byId: invigilator.id, data: { reason: '替考', by: 'invigilator' } });
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, candidate.id));
		expect(told.map(({ kind }) => kind)).toEqual(['attemptForced']);
		await expect(
			forceHandIn(world.ctx(invigilator, LATER), { roomId, attemptId, reason })
		).rejects.toMatchObject(code('exams.attempt.closed'));
	});
});

onEveryDatabase('write down what happens', (world) => {
	it('to a candidate, begun or not, and in the room', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 1, missing: 1 });
		const ctx = world.ctx(invigilator, LATER);
		await addRemark(ctx, { roomId, kind: 'incident', text: '火警' });
		await addRemark(ctx, { roomId, kind: 'flag', text: '东张西望', registrationId: all[0]!.registrationId });
		await addRemark(ctx, { roomId, kind: 'note', text: '来电请假', registrationId: all[1]!.registrationId });
		const events = (await eventsOf(world, sittingId)).filter(({ byId }) => byId === invigilator.id);
		expect(events.map(({ kind, attemptId }) => [kind, attemptId])).toEqual([
			...[
				['incident', null],
				['flag', all[0]!.attemptId],
				['note', null]
			]
		]);
		expect(events[2]!.data).toEqual({ text: '来电请假', registrationId: all[1]!.registrationId });
		const stranger = await givenCandidate(world, sittingId);
		const { roomId: other } = await givenRoom(world, sittingId, '二号考场');
		const registrationId = await seat(world, sittingId, stranger, other, 1);
		await expect(addRemark(ctx, { roomId, kind: 'note', text: '?', registrationId })).rejects.toMatchObject(
			code('app.not_found')
		);
	});
});
