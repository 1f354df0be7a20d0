import { hash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	addRemark,
	closeAttempts,
	closeRoom,
	exportRecord,
	extendTime,
	forceHandIn,
	getAttemptRecord,
	getRecordText,
	getRoomRecord,
	pauseRoom,
	resumeRoom,
	startAttempt
} from '$lib/features/exams/index.server';
import { sittingEvents, sittingRooms } from '$lib/features/exams/tables.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { after, ENDS, STARTED, times } from './given';
import { eventsOf, givenElsewhere, givenWritingRoom } from './given-rooms';

const MINUTE = 60_000;
const LATER = after(STARTED, 5 * MINUTE);
const reason = '停电';
const remark = '秩序良好';
const code = (name: string) => ({ code: name });

onEveryDatabase('close a room', (world) => {
	it('with a record of all that happened, whose hash everybody can compute', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 2, missing: 1 });
		await givenElsewhere(world, sittingId);
		const ctx = (at: Date) => world.ctx(invigilator, at);
		const [one, other, absent] = all;
		await addRemark(ctx(LATER), { roomId, kind: 'incident', text: '火警演练' });
		await addRemark(ctx(LATER), {
			roomId,
			kind: 'note',
			text: '来电请假',
			registrationId: absent!.registrationId
		});
		await pauseRoom(ctx(LATER), { roomId, reason });
		await resumeRoom(ctx(after(LATER, MINUTE)), { roomId });
		const extension = { roomId, scope: 'attempt' as const, attemptId: one!.attemptId, minutes: 2, reason };
		await extendTime(ctx(after(LATER, MINUTE)), extension);
		await world.db.insert(sittingEvents).values({
			...{ id: newId(LATER), sittingId, attemptId: one!.attemptId, at: LATER, kind: 'leave' as const },
			data: { ms: 9000 }
		});
		await forceHandIn(ctx(after(LATER, 2 * MINUTE)), { roomId, attemptId: other!.attemptId, reason: '替考' });
		const closing = (at: Date) => closeRoom(ctx(at), { roomId, remark });
		await expect(closing(LATER)).rejects.toMatchObject({
			...code('exams.room.writing'),
			params: { count: 1 }
		});

		const end = after(ENDS, 3 * MINUTE);
		await closeAttempts(world.ctx(undefined, after(end, 1000)));
		// Somebody may still begin; then saves may still arrive.
		await expect(closing(after(end, 2000))).rejects.toMatchObject(code('exams.room.open'));
		const { recordHash } = await closing(after(times.closesAt, 1000));

		const signed = await getRoomRecord(ctx(after(times.closesAt, 2000)), roomId);
		expect(signed).toMatchObject({ hash: recordHash, computed: recordHash, intact: true });
		const { record } = signed;
		expect(record.present.map(({ employeeNo, handedInBy }) => [employeeNo, handedInBy])).toEqual([
			...[
				[one!.candidate.employeeNo, 'server'],
				[other!.candidate.employeeNo, 'invigilator']
			]
		]);
		expect(record.present[0]).toMatchObject({
			...{ chair: 1, questions: 12, seats: 1, endsAt: end.toISOString() },
			signs: { leaves: 1, leaveMs: 9000, givenMs: 2 * MINUTE }
		});
		expect(record.absent.map(({ employeeNo }) => employeeNo)).toEqual([absent!.candidate.employeeNo]);
		expect(record.acts.map(({ kind, ticket }) => [kind, Boolean(ticket)])).toEqual([
			...[
				['incident', false],
				['note', true],
				['pause', false],
				['resume', false]
			],
			...[
				['extend', true],
				['handIn', true]
			]
		]);
		expect(record.acts.every(({ by }) => by?.employeeNo === invigilator.employeeNo)).toBe(true);
		expect(record.invigilators.map(({ employeeNo }) => employeeNo)).toEqual([invigilator.employeeNo]);
		expect(record.closed).toMatchObject({ remark, by: { employeeNo: invigilator.employeeNo } });

		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const text = await getRecordText(world.ctx(auditor, times.closesAt), roomId);
		expect(hash('sha256', text)).toBe(recordHash);
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.action, 'exams.room.close'));
		expect(entry!.after).toMatchObject({ recordHash, present: 2, absent: 1 });
		const { bytes, name } = await exportRecord(world.ctx(auditor, times.closesAt), roomId);
		expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
		expect(name).toContain(recordHash.slice(0, 8));

		// Nothing happens in it any more.
		const late = after(times.closesAt, 5000);
		await expect(closing(late)).rejects.toMatchObject(code('exams.room.closed'));
		await expect(pauseRoom(ctx(late), { roomId, reason })).rejects.toMatchObject(code('exams.room.closed'));
		await expect(addRemark(ctx(late), { roomId, kind: 'note', text: '?' })).rejects.toMatchObject(
			code('exams.room.closed')
		);

		// Whoever changes it in the database is found out.
		const changed = { ...record, absent: [] };
		await world.db.update(sittingRooms).set({ record: changed }).where(eq(sittingRooms.id, roomId));
		expect(await getRoomRecord(ctx(late), roomId)).toMatchObject({ hash: recordHash, intact: false });
	});

	it('not within the minute in which saves of the end may still arrive; and there is no record before', async () => {
		const { roomId, invigilator } = await givenWritingRoom(world, { writing: 1 });
		await closeAttempts(world.ctx(undefined, after(ENDS, 1000)));
		const closing = (at: Date) => closeRoom(world.ctx(invigilator, at), { roomId, remark: null });
		await expect(closing(after(ENDS, 30_000))).rejects.toMatchObject(code('exams.room.settling'));
		await expect(getRoomRecord(world.ctx(invigilator, ENDS), roomId)).rejects.toMatchObject(
			code('app.not_found')
		);
		expect((await closing(after(ENDS, 61_000))).recordHash).toMatch(/^[0-9a-f]{64}$/);
	});

	it('once, by two invigilators at once; and nobody begins in it meanwhile', async () => {
		const { roomId, sittingId, invigilator, all } = await givenWritingRoom(world, { writing: 0, missing: 2 });
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		const at = after(times.closesAt, 1000);
		const outcomes = await Promise.allSettled([
			closeRoom(world.ctx(invigilator, at), { roomId, remark: null }),
			closeRoom(world.ctx(officer, at), { roomId, remark: null }),
			startAttempt(world.ctx(all[0]!.candidate, at), { sittingId })
		]);
		const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? one.reason.code : []));
		expect(refused).toHaveLength(2);
		expect(refused).toContain('exams.room.closed');
		expect((await eventsOf(world, sittingId)).filter(({ kind }) => kind === 'close')).toHaveLength(1);
		// By a clock that is behind: the room is closed all the same.
		await expect(startAttempt(world.ctx(all[1]!.candidate, STARTED), { sittingId })).rejects.toMatchObject(
			code('exams.entry.closed')
		);
	});

	it('is for those who invigilate; the record for them and for who reads everywhere', async () => {
		const { roomId, invigilator, all } = await givenWritingRoom(world, { writing: 1 });
		const { attemptId, candidate } = all[0]!;
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const at = after(times.closesAt, 1000);
		await closeAttempts(world.ctx(undefined, after(ENDS, 1000)));
		for (const person of [auditor, candidate])
			await expect(closeRoom(world.ctx(person, at), { roomId, remark })).rejects.toMatchObject(
				code('access.forbidden')
			);
		for (const person of [auditor, invigilator]) {
			const told = await getAttemptRecord(world.ctx(person, at), attemptId);
			expect(told).toMatchObject({ employeeNo: candidate.employeeNo, handedInBy: 'server', seats: 1 });
			expect(told.events.map(({ kind }) => kind)).toEqual(['start']);
		}
		await expect(getAttemptRecord(world.ctx(candidate, at), attemptId)).rejects.toMatchObject(
			code('access.forbidden')
		);
	});
});
