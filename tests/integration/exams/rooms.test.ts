import { and, eq, isNull } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	addRoom,
	getOwnPlace,
	getOwnSitting,
	getRoomForm,
	listCandidates,
	listRooms,
	listSeats,
	moveSeat,
	registerForSitting,
	removeRoom,
	seatCandidates,
	seatFilterSchema,
	setNeeds,
	startAttempt,
	updateRoom,
	withdrawRegistration
} from '$lib/features/exams/index.server';
import { registrations, sittingRooms } from '$lib/features/exams/tables.server';
import { engagements } from '$lib/features/agenda/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { after, ANNOUNCED, givenBank, givenSitting, REGISTERING, STARTED, times } from './given';

const room = (sittingId: string, change: object = {}) => ({
	...{ sittingId, kind: 'site' as const, name: '301', address: '总行三楼', places: 2 as number | null },
	...{ ipRanges: [] as string[], entryWord: '', invigilators: [] as string[] },
	...change
});
const officerAt = async (world: World, now = ANNOUNCED) => world.ctx((await givenBank(world)).officer, now);
const register = (world: World, who: GivenPerson, sittingId: string) =>
	registerForSitting(world.ctx(who, REGISTERING), { sittingId });
const standing = (world: World, sittingId: string) =>
	world.db
		.select()
		.from(registrations)
		.where(and(eq(registrations.sittingId, sittingId), isNull(registrations.withdrawnAt)))
		.orderBy(registrations.ticket);
const toldOf = async (world: World, who: GivenPerson) =>
	(await world.db.select().from(notifications).where(eq(notifications.personId, who.id))).map(
		({ kind }) => kind
	);

/** So many people registered one after the other. */
async function givenLine(world: World, sittingId: string, n: number): Promise<GivenPerson[]> {
	const line: GivenPerson[] = [];
	for (let i = 0; i < n; i++) {
		const person = await givenPerson(world);
		await registerForSitting(world.ctx(person, after(REGISTERING, i * 1000)), { sittingId });
		line.push(person);
	}
	return line;
}

onEveryDatabase('rooms of a sitting', (world) => {
	it('seats who registers on the next chair, and who comes when it is full waits', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world);
		const { id } = await addRoom(ctx, room(sittingId));
		const [a, b, c] = await givenLine(world, sittingId, 3);
		expect((await standing(world, sittingId)).map(({ roomId, chair }) => [roomId, chair])).toEqual([
			[id, 1],
			[id, 2],
			[null, null]
		]);
		expect(await getOwnPlace(world.ctx(c!, REGISTERING), sittingId)).toMatchObject({ inLine: 1, room: null });
		expect(await getOwnPlace(world.ctx(b!, REGISTERING), sittingId)).toMatchObject({
			inLine: null,
			room: { name: '301', chair: 2 }
		});
		const held = await world.db.select().from(engagements).where(eq(engagements.sourceId, sittingId));
		expect(held.map(({ personId, place }) => [personId, place]).sort()).toEqual(
			[a!, b!].map(({ id }) => [id, '301 · 总行三楼']).sort()
		);
		await expect(startAttempt(world.ctx(c!, STARTED), { sittingId })).rejects.toMatchObject({
			code: 'exams.start.waiting'
		});
		// Who never had a place is not absent afterwards.
		const closed = after(times.closesAt, 1000);
		expect(await getOwnSitting(world.ctx(c!, closed), sittingId)).toMatchObject({
			...{ waiting: true, state: null, mayStart: false }
		});
		expect(await listCandidates(await officerAt(world, closed), sittingId)).toMatchObject([
			{ state: 'absent' },
			{ state: 'absent' }
		]);
	});

	it('moves up who has waited longest when somebody withdraws, and tells them', async () => {
		const sittingId = await givenSitting(world);
		await addRoom(await officerAt(world), room(sittingId));
		const [a, , c, d] = await givenLine(world, sittingId, 4);
		await withdrawRegistration(world.ctx(a!, after(REGISTERING, 60_000)), { sittingId });
		const rows = await standing(world, sittingId);
		expect(rows.map(({ personId, chair }) => [personId, chair])).toContainEqual([c!.id, 1]);
		expect(await toldOf(world, c!)).toEqual(['exams.moved_up']);
		expect(await toldOf(world, d!)).toEqual([]);
		const audits = await world.db.select().from(auditLog).where(eq(auditLog.personId, c!.id));
		expect(audits.map(({ action }) => action)).toContain('exams.registration.move_up');
		// Who comes back stands at the end of the line.
		expect(await register(world, a!, sittingId)).toMatchObject({ waiting: true, ticket: '2603-0001' });
	});

	it('moves up when a room grows or another is added', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world, REGISTERING);
		const { id } = await addRoom(ctx, room(sittingId, { places: 1 }));
		const line = await givenLine(world, sittingId, 5);
		const { sittingId: _, ...change } = room(sittingId, { places: 3 });
		await updateRoom(ctx, { ...change, roomId: id });
		const waiting = async () => (await standing(world, sittingId)).filter((row) => row.waitingSince).length;
		expect(await waiting()).toBe(2);
		await addRoom(ctx, room(sittingId, { name: '302', places: null }));
		expect(await waiting()).toBe(0);
		expect(await toldOf(world, line[4]!)).toEqual(['exams.moved_up']);
	});

	it('never gives the last place twice: fifty register at once for ten places', async () => {
		const sittingId = await givenSitting(world);
		await addRoom(await officerAt(world), room(sittingId, { places: 10 }));
		const crowd = await Promise.all(Array.from({ length: 50 }, () => givenPerson(world)));
		const done = await Promise.all(crowd.map((who) => register(world, who, sittingId)));
		expect(done.filter(({ waiting }) => !waiting)).toHaveLength(10);
		const rows = await standing(world, sittingId);
		expect(
			rows
				.filter(({ roomId }) => roomId)
				.map(({ chair }) => chair)
				.sort((x, y) => x! - y!)
		).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
		expect(new Set(rows.map(({ ticket }) => ticket)).size).toBe(50);
	});

	it('is one withdrawal, one place: of two who wait one moves up, while a third registers', async () => {
		const sittingId = await givenSitting(world);
		await addRoom(await officerAt(world), room(sittingId, { places: 1 }));
		const [a, b, c] = await givenLine(world, sittingId, 3);
		const late = await givenPerson(world);
		await Promise.allSettled([
			withdrawRegistration(world.ctx(a!, after(REGISTERING, 90_000)), { sittingId }),
			withdrawRegistration(world.ctx(a!, after(REGISTERING, 90_000)), { sittingId }),
			registerForSitting(world.ctx(late, after(REGISTERING, 90_000)), { sittingId })
		]);
		const rows = await standing(world, sittingId);
		expect(rows.filter(({ waitingSince }) => !waitingSince).map(({ personId }) => personId)).toEqual([b!.id]);
		expect(rows.map(({ personId }) => personId)).toContain(c!.id);
	});

	it('is never smaller than who is in it, and goes only where the others have room', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world, REGISTERING);
		const { id } = await addRoom(ctx, room(sittingId, { places: 3 }));
		await givenLine(world, sittingId, 2);
		const { sittingId: _, ...change } = room(sittingId, { places: 1 });
		await expect(updateRoom(ctx, { ...change, roomId: id })).rejects.toMatchObject({
			code: 'exams.room.too_small',
			params: { seated: 2 }
		});
		const other = await addRoom(ctx, room(sittingId, { name: '302', places: 1 }));
		await expect(removeRoom(ctx, { roomId: id })).rejects.toMatchObject({
			code: 'exams.room.needed',
			params: { short: 1 }
		});
		await updateRoom(ctx, { ...change, name: '302', places: 2, roomId: other.id });
		await removeRoom(ctx, { roomId: id });
		expect((await standing(world, sittingId)).map(({ roomId, chair }) => [roomId, chair])).toEqual([
			[other.id, 1],
			[other.id, 2]
		]);
		await removeRoom(ctx, { roomId: other.id });
		expect(await listRooms(ctx, sittingId)).toMatchObject({
			rooms: [],
			setUp: { capacity: null, placed: 2 }
		});
	});

	it('refuses names twice, ranges that are none, and people whom nobody knows', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world);
		await addRoom(ctx, room(sittingId));
		const fault = (change: object) => addRoom(ctx, room(sittingId, { name: '302', ...change }));
		await expect(fault({ name: '301' })).rejects.toMatchObject({ fields: { name: 'exams.room.name' } });
		await expect(fault({ ipRanges: ['10.0.0.0/33'] })).rejects.toMatchObject({
			fields: { ipRanges: 'exams.room.range' }
		});
		await expect(fault({ invigilators: ['NOBODY'] })).rejects.toMatchObject({
			fields: { invigilators: 'exams.room.unknown' },
			params: { missing: 'NOBODY' }
		});
		const approver = world.ctx((await givenBank(world)).approver, ANNOUNCED);
		await expect(addRoom(approver, room(sittingId, { name: '9' }))).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('has an invigilator who is no candidate, from either side', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world, REGISTERING);
		const watcher = await givenPerson(world, { roles: ['invigilator'] });
		const { id } = await addRoom(
			ctx,
			room(sittingId, { invigilators: [watcher.employeeNo], entryWord: 'bcdf-2345', places: null })
		);
		await expect(register(world, watcher, sittingId)).rejects.toMatchObject({
			code: 'exams.register.invigilates'
		});
		const candidate = await givenPerson(world);
		await register(world, candidate, sittingId);
		const { sittingId: _, ...change } = room(sittingId, { places: null, entryWord: 'bcdf-2345' });
		await expect(
			updateRoom(ctx, { ...change, roomId: id, invigilators: [candidate.employeeNo] })
		).rejects.toMatchObject({ fields: { invigilators: 'exams.room.candidate' } });
		// Both at once: one of the two comes first.
		const both = await givenPerson(world);
		const tried = await Promise.allSettled([
			register(world, both, sittingId),
			updateRoom(ctx, { ...change, roomId: id, invigilators: [both.employeeNo] })
		]);
		expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		// The password is for who invigilates the room and who sets it up; the record never says it.
		const other = await givenPerson(world, { roles: ['invigilator'] });
		const passwordFor = async (who: GivenPerson) =>
			(await listRooms(world.ctx(who, REGISTERING), sittingId)).rooms[0]!.password;
		expect(await passwordFor(other)).toBeNull();
		expect((await listRooms(ctx, sittingId)).rooms[0]!.password).toBe('bcdf-2345');
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, sittingId));
		expect(JSON.stringify(entries)).not.toContain('bcdf-2345');
		expect((await getRoomForm(ctx, sittingId, null)).suggested).toMatch(/^[b-z2-9]{4}-[b-z2-9]{4}$/);
	});

	it('does not change from the moment of the opening on', async () => {
		const sittingId = await givenSitting(world);
		const before = await officerAt(world, after(times.opensAt, -1));
		const { id } = await addRoom(before, room(sittingId));
		await givenLine(world, sittingId, 1);
		const [registration] = await standing(world, sittingId);
		const ctx = await officerAt(world, times.opensAt);
		const { sittingId: _, ...change } = room(sittingId, { name: '302' });
		const tried = await Promise.allSettled([
			addRoom(ctx, room(sittingId, { name: '303' })),
			updateRoom(ctx, { ...change, roomId: id }),
			removeRoom(ctx, { roomId: id }),
			seatCandidates(ctx, { sittingId, order: 'ticket' }),
			moveSeat(ctx, { registrationId: registration!.id, roomId: id, chair: 2 }),
			setNeeds(ctx, { registrationId: registration!.id, extraMinutes: 5, breakMinutes: 0, needsNote: '手伤' })
		]);
		for (const one of tried)
			expect(one).toMatchObject({ status: 'rejected', reason: { code: 'exams.sitting.running' } });
		expect((await listRooms(ctx, sittingId)).setUp).toMatchObject({ maySetUp: false, isSettled: true });
	});

	it('lets nobody begin who has no room where there are rooms', async () => {
		const sittingId = await givenSitting(world);
		const [a, b] = await givenLine(world, sittingId, 3);
		await addRoom(await officerAt(world, REGISTERING), room(sittingId, { places: 1 }));
		const rows = await standing(world, sittingId);
		expect(rows.map(({ chair }) => chair)).toEqual([1, null, null]);
		expect((await listRooms(await officerAt(world), sittingId)).setUp).toMatchObject({
			roomless: 2,
			placed: 3
		});
		await startAttempt(world.ctx(a!, STARTED), { sittingId });
		await expect(startAttempt(world.ctx(b!, STARTED), { sittingId })).rejects.toMatchObject({
			code: 'exams.start.no_room'
		});
	});
});

onEveryDatabase('seats and arrangements', (world) => {
	it('seats everybody anew, by ticket or unit by unit, and tells who moved', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world, REGISTERING);
		const [one, two] = [await givenUnit(world, { code: 'S2' }), await givenUnit(world, { code: 'S1' })];
		const people: GivenPerson[] = [];
		for (const unit of [one, two, one, two]) {
			const person = await givenPerson(world, { unit });
			await register(world, person, sittingId);
			people.push(person);
		}
		const first = await addRoom(ctx, room(sittingId, { places: 3 }));
		const online = await addRoom(ctx, room(sittingId, { name: '线上', kind: 'online', places: 5 }));
		const seats = async () =>
			Object.fromEntries(
				(await standing(world, sittingId)).map(({ personId, roomId, chair }) => [personId, [roomId, chair]])
			);
		expect(await seatCandidates(ctx, { sittingId, order: 'unit' })).toEqual({ seated: 4, left: 0 });
		expect(await seats()).toEqual({
			[people[1]!.id]: [first.id, 1],
			[people[3]!.id]: [first.id, 2],
			[people[0]!.id]: [first.id, 3],
			[people[2]!.id]: [online.id, null]
		});
		await seatCandidates(ctx, { sittingId, order: 'ticket' });
		expect(await seats()).toMatchObject({
			[people[0]!.id]: [first.id, 1],
			[people[3]!.id]: [online.id, null]
		});
		expect(await toldOf(world, people[0]!)).toContain('exams.seated');
	});

	it('moves one by hand to a free chair, and refuses one that is taken or is not there', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world, REGISTERING);
		const { id: roomId } = await addRoom(ctx, room(sittingId, { places: 4 }));
		const small = await addRoom(ctx, room(sittingId, { name: '302', places: 1 }));
		const [a] = await givenLine(world, sittingId, 2);
		const [first, second] = await standing(world, sittingId);
		const move = (registrationId: string, chair: number | null, to = roomId) =>
			moveSeat(ctx, { registrationId, roomId: to, chair });
		await move(first!.id, 4);
		expect((await getOwnPlace(world.ctx(a!, REGISTERING), sittingId)).room).toMatchObject({ chair: 4 });
		await expect(move(second!.id, 4)).rejects.toMatchObject({ fields: { chair: 'exams.seat.occupied' } });
		await expect(move(second!.id, 5)).rejects.toMatchObject({ fields: { chair: 'exams.seat.no_chair' } });
		await move(second!.id, null, small.id);
		await expect(move(first!.id, null, small.id)).rejects.toMatchObject({ code: 'exams.seat.full' });
		const tried = await Promise.allSettled([move(first!.id, 2), move(second!.id, 2)]);
		expect(tried.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('gives one more time and breaks, says what for, and the candidate reads it', async () => {
		const sittingId = await givenSitting(world);
		const ctx = await officerAt(world, REGISTERING);
		const [candidate] = await givenLine(world, sittingId, 1);
		const [row] = await standing(world, sittingId);
		const needs = { registrationId: row!.id, extraMinutes: 15, breakMinutes: 10, needsNote: '视力不便' };
		await expect(setNeeds(ctx, { ...needs, needsNote: '' })).rejects.toMatchObject({
			fields: { needsNote: 'app.field.required' }
		});
		await setNeeds(ctx, needs);
		expect((await getOwnPlace(world.ctx(candidate!, REGISTERING), sittingId)).needs).toEqual({
			...{ extraMinutes: 15, breakMinutes: 10, note: '视力不便' }
		});
		expect(await toldOf(world, candidate!)).toContain('exams.needs');
		const started = await startAttempt(world.ctx(candidate!, STARTED), { sittingId });
		expect(started.msLeft).toBe(45 * 60_000);
		// What it is for is not for everybody who may look at sittings.
		const { approver } = await givenBank(world);
		const filter = seatFilterSchema.parse({});
		const seen = await listSeats(world.ctx(approver, REGISTERING), sittingId, filter);
		expect(seen.rows[0]).toMatchObject({ extraMinutes: 15, needsNote: null });
		await expect(setNeeds(world.ctx(approver, REGISTERING), needs)).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('gives nobody anything by themselves', async () => {
		const sittingId = await givenSitting(world);
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		const [row] = await world.db
			.insert(registrations)
			.values({
				...{ id: crypto.randomUUID(), sittingId, personId: officer.id, ticket: '1' },
				registeredAt: REGISTERING
			})
			.returning();
		const needs = { registrationId: row!.id, extraMinutes: 15, breakMinutes: 0, needsNote: '忙' };
		await expect(setNeeds(world.ctx(officer, REGISTERING), needs)).rejects.toMatchObject({
			code: 'exams.needs.self'
		});
		expect(await world.db.select().from(sittingRooms).where(eq(sittingRooms.sittingId, sittingId))).toEqual(
			[]
		);
	});
});
