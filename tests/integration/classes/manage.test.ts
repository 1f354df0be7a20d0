import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createClassSchema } from '$lib/features/classes';
import { createClass, enrolSelf, getStaffClass, openClass } from '$lib/features/classes/index.server';
import { classes } from '$lib/features/classes/tables.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { classForm, day, enrolled, givenClass, givenCrew, sessionsOf, update } from './given';

onEveryDatabase('managing a class', (world) => {
	it('prepares a draft that others do not find, and opens it', async () => {
		const crew = await givenCrew(world);
		const { id } = await givenClass(world, crew, { draft: true });
		await expect(getStaffClass(world.ctx(await givenPerson(world)), id)).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(openClass(world.ctx(crew.officer, day(8)), { classId: id })).rejects.toMatchObject({
			code: 'classes.open.past'
		});
		await openClass(world.ctx(crew.officer), { classId: id });
		await expect(openClass(world.ctx(crew.officer), { classId: id })).rejects.toMatchObject({
			code: 'classes.open.not_draft'
		});
		const told = await listNotifications(world.ctx(crew.teacher, day(1)), { page: 1 });
		expect(told.rows[0]).toMatchObject({ kind: 'classes.teaching' });
	});

	it('refuses what contradicts itself or the clock, at the field', async () => {
		const crew = await givenCrew(world);
		const make = (plan: Parameters<typeof classForm>[2], extra = {}) =>
			createClass(
				world.ctx(crew.officer),
				createClassSchema.parse({ ...classForm(crew.officer, crew.teacher, plan), ...extra })
			);
		await expect(make({ sessions: [day(-1)] })).rejects.toMatchObject({
			fields: { 'sessions.0.date': 'classes.plan.past' }
		});
		await expect(make({ sessions: [day(7), day(7, 1)] })).rejects.toMatchObject({
			fields: { 'sessions.1.date': 'classes.plan.overlap' }
		});
		await expect(make({ enrolUntil: day(8) })).rejects.toMatchObject({
			fields: { enrolUntil: 'classes.plan.enrol_late' }
		});
		await expect(make({ capacity: 1, minimum: 2 })).rejects.toMatchObject({
			fields: { minimum: 'classes.plan.minimum' }
		});
		await expect(make({}, { teacher: 'NOBODY' })).rejects.toMatchObject({
			fields: { teacher: 'classes.plan.teacher' }
		});
	});

	it('refuses units that the officer does not manage', async () => {
		const unit = await givenUnit(world);
		const other = await givenUnit(world);
		const officer = await givenPerson(world, { roles: ['trainingOfficer'], unit, roleUnit: unit });
		const teacher = await givenPerson(world);
		const form = { ...classForm(officer, teacher), unitId: other.id };
		await expect(createClass(world.ctx(officer), createClassSchema.parse(form))).rejects.toMatchObject({
			fields: { unitId: 'classes.plan.unit' }
		});
	});

	it('refuses a teacher who is taken, by what', async () => {
		const crew = await givenCrew(world);
		await givenClass(world, crew);
		const error = await givenClass(world, crew, { sessions: [day(7, 1)] }).catch((e: unknown) => e);
		expect(error).toMatchObject({ code: 'classes.teacher.taken' });
		expect((error as { params: { clashes: string } }).params.clashes).toContain('客户拜访实战');
		await givenClass(world, crew, { sessions: [day(7, 2)] });
	});

	it('tells the second of two officers what the first changed, and loses nothing', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew, { capacity: 3 });
		await update(world, crew, id, 2, { capacity: 5, ids: sessions });
		await expect(
			update(world, crew, id, 2, { capacity: 4, place: '二楼', ids: sessions })
		).rejects.toMatchObject({
			code: 'classes.update.changed',
			params: { revision: 3, fields: 'capacity sessions' }
		});
		await update(world, crew, id, 3, { capacity: 4, ids: sessions });
		const both = await Promise.allSettled([
			update(world, crew, id, 4, { capacity: 6, ids: sessions }),
			update(world, crew, id, 4, { capacity: 7, ids: sessions })
		]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('refuses fewer places than are taken, with the number', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew, { capacity: 3 });
		await enrolled(world, id, 3);
		await expect(update(world, crew, id, 2, { capacity: 2, ids: sessions })).rejects.toMatchObject({
			code: 'classes.update.capacity',
			params: { enrolled: 3 }
		});
	});

	it('refuses to move a session into the past, or one that has begun', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew, {
			sessions: [day(7), day(9)],
			enrolUntil: day(6)
		});
		const move = (times: Date[], now: Date) =>
			update(world, crew, id, 2, { sessions: times, ids: sessions, enrolUntil: day(6) }, {}, now);
		await expect(move([day(7), day(3)], day(4))).rejects.toMatchObject({
			fields: { 'sessions.1.date': 'classes.plan.past' }
		});
		await expect(move([day(10), day(9)], day(8))).rejects.toMatchObject({
			fields: { 'sessions.0.date': 'classes.plan.begun' }
		});
		// What is over stays as it is, and the rest may move.
		await move([day(7), day(12)], day(8));
		expect((await sessionsOf(world, id))[1]!.startsAt).toEqual(day(12));
	});

	it('names the enrolled whom a moved session clashes, and moves it when told so', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew);
		const [person] = await enrolled(world, id, 1);
		const other = await givenClass(world, await givenCrew(world), { sessions: [day(9)] });
		await enrolSelf(world.ctx(person!), { classId: other.id });
		const refused = await update(world, crew, id, 2, { sessions: [day(9, 1)], ids: sessions }).catch(
			(error: { code: string; params: Record<string, unknown> }) => error
		);
		expect(refused).toMatchObject({ code: 'classes.update.clashes', params: { people: 1 } });
		expect((refused as unknown as { params: { clashes: string } }).params.clashes).toContain(person!.name);
		await update(world, crew, id, 2, { sessions: [day(9, 1)], ids: sessions }, { despiteClashes: 'on' });
		const told = await listNotifications(world.ctx(person!, day(1)), { page: 1 });
		expect(told.rows.map(({ kind }) => kind)).toContain('classes.changed');
		const [row] = await world.db.select().from(classes).where(eq(classes.id, id));
		expect(row!.revision).toBe(3);
	});
});
