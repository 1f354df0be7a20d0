import { and, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { anonymous } from '$lib/access/can';
import { auditLog } from '$lib/features/audit/tables.server';
import { getModule, publishModules, startModule, submitCheck } from '$lib/features/training/index.server';
import { enrolments } from '$lib/features/training/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { answers, changed, CODE, givenReady, lessons, published } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');

onEveryDatabase('start module', (world) => {
	beforeAll(() => published(world));
	const enrolled = ({ id }: GivenPerson) =>
		world.db.select().from(enrolments).where(eq(enrolments.personId, id));

	it('enrols the person in the latest version and leads to the first lesson', async () => {
		const person = await givenPerson(world);
		const started = await startModule(world.ctx(person, T0), { module: CODE });
		expect(started.lesson).toBe(lessons[0]);
		expect(await enrolled(person)).toMatchObject([{ id: started.enrolmentId, startedAt: T0 }]);
		const mine = and(eq(auditLog.action, 'training.module.start'), eq(auditLog.personId, person.id));
		expect(await world.db.select().from(auditLog).where(mine)).toHaveLength(1);
	});

	it('changes nothing a second time, and once when clicked twice at once', async () => {
		const person = await givenPerson(world);
		const twice = await Promise.all([1, 2].map(() => startModule(world.ctx(person, T0), { module: CODE })));
		expect(twice[0]?.enrolmentId).toBe(twice[1]?.enrolmentId);
		expect((await startModule(world.ctx(person), { module: CODE })).enrolmentId).toBe(twice[0]?.enrolmentId);
		expect(await enrolled(person)).toHaveLength(1);
	});

	it('does not know an unpublished module, and needs somebody signed in', async () => {
		const person = await givenPerson(world);
		await expect(startModule(world.ctx(person), { module: 'nothing' })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(startModule(world.ctx(anonymous), { module: CODE })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(startModule(world.ctx(), { module: CODE })).rejects.toMatchObject({ kind: 'forbidden' });
		const nobody = await givenPerson(world, { roles: [] });
		await expect(startModule(world.ctx(nobody), { module: CODE })).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});

	it('lets people finish the version they began, and take the newer one afterwards', async () => {
		const [open, done] = [await givenPerson(world), await givenPerson(world)];
		await givenReady(world, open, T0);
		await givenReady(world, done, T0);
		await submitCheck(world.ctx(done, T0), { module: CODE, answers: answers() });
		await publishModules(world.ctx(), [changed({ version: 2, passMark: 50 })]);

		expect(await getModule(world.ctx(open), CODE)).toMatchObject({
			version: 1,
			passMark: 80,
			newerVersion: null
		});
		await startModule(world.ctx(open), { module: CODE });
		expect(await enrolled(open)).toHaveLength(1);

		expect(await getModule(world.ctx(done), CODE)).toMatchObject({
			version: 1,
			state: 'completed',
			newerVersion: 2
		});
		expect((await startModule(world.ctx(done), { module: CODE })).lesson).toBe(lessons[0]);
		expect(await getModule(world.ctx(done), CODE)).toMatchObject({
			version: 2,
			state: 'inProgress',
			done: 0
		});
		expect(await getModule(world.ctx(await givenPerson(world)), CODE)).toMatchObject({
			version: 2,
			state: 'notStarted'
		});
	});
});
