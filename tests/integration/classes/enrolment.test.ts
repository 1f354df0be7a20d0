import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { findClashes } from '$lib/features/agenda/index.server';
import {
	cancelClass,
	decideRequest,
	enrolSelf,
	getClass,
	removeLearner,
	withdrawSelf
} from '$lib/features/classes/index.server';
import { classEnrolments } from '$lib/features/classes/tables.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { NOW, onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { day, enrolled, givenClass, givenCrew, update } from './given';

const rowsOf = (world: World, classId: string) =>
	world.db.select().from(classEnrolments).where(eq(classEnrolments.classId, classId));
const stateOf = async (world: World, classId: string, person: GivenPerson) =>
	(await rowsOf(world, classId)).filter((row) => row.personId === person.id).at(-1)?.state;
const kindsOf = async (world: World, person: GivenPerson) =>
	(await listNotifications(world.ctx(person, day(30)), { page: 1 })).rows.map(({ kind }) => kind);

onEveryDatabase('enrolment in a class', (world) => {
	it('gives places, then a waiting list, and keeps the agenda', async () => {
		const crew = await givenCrew(world);
		const { id } = await givenClass(world, crew, { capacity: 2 });
		const [first, second, third] = await enrolled(world, id, 3);
		expect(await stateOf(world, id, second!)).toBe('enrolled');
		expect(await stateOf(world, id, third!)).toBe('waiting');
		expect((await getClass(world.ctx(third!), id)).mine).toMatchObject({ state: 'waiting', ahead: 0 });
		expect(await findClashes(world.db, [first!.id, crew.teacher.id], day(7), day(8))).toHaveLength(2);
		// A wait takes nobody's time.
		expect(await findClashes(world.db, [third!.id], day(7), day(8))).toEqual([]);
		await expect(enrolSelf(world.ctx(first!), { classId: id })).rejects.toMatchObject({
			code: 'classes.enrol.twice'
		});
		await expect(enrolSelf(world.ctx(crew.teacher), { classId: id })).rejects.toMatchObject({
			code: 'classes.enrol.teacher'
		});
	});

	it('is refused after its end, before opening, and once the class is cancelled', async () => {
		const crew = await givenCrew(world);
		const person = await givenPerson(world);
		const open = await givenClass(world, crew, { enrolUntil: day(2) });
		await expect(enrolSelf(world.ctx(person, day(3)), { classId: open.id })).rejects.toMatchObject({
			code: 'classes.enrol.late'
		});
		const draft = await givenClass(world, crew, { draft: true, sessions: [day(20)] });
		await expect(enrolSelf(world.ctx(person), { classId: draft.id })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await enrolSelf(world.ctx(person), { classId: open.id });
		await cancelClass(world.ctx(crew.officer), { classId: open.id, reason: '讲师出差' });
		expect(await kindsOf(world, person)).toContain('classes.cancelled');
		expect(await findClashes(world.db, [person.id, crew.teacher.id], day(7), day(8))).toEqual([]);
		await expect(enrolSelf(world.ctx(person), { classId: open.id })).rejects.toMatchObject({
			code: 'classes.enrol.not_open'
		});
	});

	it('gives the last place to one of two', async () => {
		const { id } = await givenClass(world, await givenCrew(world), { capacity: 1 });
		const people = [await givenPerson(world), await givenPerson(world)];
		const states = await Promise.all(
			people.map((person) => enrolSelf(world.ctx(person), { classId: id }).then(({ state }) => state))
		);
		expect(states.sort()).toEqual(['enrolled', 'waiting']);
	});

	it('lets a person into one of two classes at the same time, asked for at once', async () => {
		const a = await givenClass(world, await givenCrew(world));
		const b = await givenClass(world, await givenCrew(world));
		const person = await givenPerson(world);
		const done = await Promise.allSettled(
			[a, b].map(({ id }) => enrolSelf(world.ctx(person), { classId: id }))
		);
		expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const refused = done.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
		expect(refused.reason).toMatchObject({ code: 'classes.enrol.clash' });
		expect(refused.reason.params.clashes).toContain('客户拜访实战');
	});

	it('moves exactly one up when a withdrawal and an enrolment meet', async () => {
		const { id } = await givenClass(world, await givenCrew(world), { capacity: 1 });
		const [first, next] = await enrolled(world, id, 2);
		const late = await givenPerson(world);
		const at = new Date(NOW.getTime() + 3_600_000);
		await Promise.all([
			withdrawSelf(world.ctx(first!, at), { classId: id }),
			enrolSelf(world.ctx(late, at), { classId: id })
		]);
		expect(await stateOf(world, id, next!)).toBe('enrolled');
		expect(await stateOf(world, id, late)).toBe('waiting');
		expect(await kindsOf(world, next!)).toContain('classes.moved_up');
		expect((await rowsOf(world, id)).filter(({ state }) => state === 'enrolled')).toHaveLength(1);
	});

	it('moves the next up on removal and when there are more places, and skips whom it clashes', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew, { capacity: 1 });
		const [first, busy, free, last] = await enrolled(world, id, 4);
		const other = await givenClass(world, await givenCrew(world), { sessions: [day(7, 1)] });
		await enrolSelf(world.ctx(busy!), { classId: other.id });
		const [row] = (await rowsOf(world, id)).filter(({ personId }) => personId === first!.id);
		const removal = { classId: id, enrolmentId: row!.id, reason: '岗位调整' };
		await removeLearner(world.ctx(crew.officer, day(1)), removal);
		expect(await kindsOf(world, first!)).toContain('classes.removed');
		expect(await stateOf(world, id, busy!)).toBe('waiting');
		expect(await kindsOf(world, busy!)).toContain('classes.skipped');
		expect(await stateOf(world, id, free!)).toBe('enrolled');
		await expect(enrolSelf(world.ctx(first!, day(1)), { classId: id })).rejects.toMatchObject({
			code: 'classes.enrol.removed'
		});
		await update(world, crew, id, 2, { capacity: 2, ids: sessions }, {}, day(1));
		expect(await stateOf(world, id, last!)).toBe('enrolled');
	});

	it('waits for an officer where the class wants that', async () => {
		const crew = await givenCrew(world);
		const { id } = await givenClass(world, crew, { approval: 'officer', capacity: 1 });
		const [first, second, third] = await enrolled(world, id, 3);
		const ids = new Map((await rowsOf(world, id)).map((row) => [row.personId, row.id]));
		const decide = (person: GivenPerson, verdict: 'approve' | 'decline', reason: string | null = null) =>
			decideRequest(world.ctx(crew.officer), {
				...{ classId: id, enrolmentId: ids.get(person.id)!, verdict, reason }
			});
		await decide(first!, 'approve');
		await decide(second!, 'approve');
		await decide(third!, 'decline', '本期面向新人');
		expect(await stateOf(world, id, first!)).toBe('enrolled');
		expect(await stateOf(world, id, second!)).toBe('waiting');
		expect(await kindsOf(world, third!)).toContain('classes.declined');
		await expect(decide(first!, 'decline', '晚了')).rejects.toMatchObject({
			code: 'classes.request.decided'
		});
		await expect(
			decideRequest(world.ctx(await givenPerson(world)), {
				...{ classId: id, enrolmentId: ids.get(first!.id)!, verdict: 'approve', reason: null }
			})
		).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('may be taken back until the class begins, not after', async () => {
		const { id } = await givenClass(world, await givenCrew(world));
		const [person] = await enrolled(world, id, 1);
		await expect(withdrawSelf(world.ctx(person!, day(7, 1)), { classId: id })).rejects.toMatchObject({
			code: 'classes.withdraw.late'
		});
		await withdrawSelf(world.ctx(person!, day(6)), { classId: id });
		expect(await findClashes(world.db, [person!.id], day(7), day(8))).toEqual([]);
		await expect(withdrawSelf(world.ctx(person!, day(6)), { classId: id })).rejects.toMatchObject({
			kind: 'not_found'
		});
	});
});
