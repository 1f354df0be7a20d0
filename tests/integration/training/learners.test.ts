import { and, eq, isNotNull } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { readLearnerFilter } from '$lib/features/training';
import {
	completionFacts,
	getCheck,
	getModule,
	grantTries,
	listLearners,
	moveLearners,
	publishModules,
	saveLessonProgress,
	startModule,
	submitCheck
} from '$lib/features/training/index.server';
import { checkAllowances, enrolments, lessonProgress } from '$lib/features/training/tables.server';
import type { RoleName } from '$lib/access/roles';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../support/world';
import { answers, changed, CODE, content, givenReady, lessons } from './given';

const T0 = new Date('2026-01-05T02:00:00Z');
const after = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);
const check = { tries: 2, waitMinutes: 0 };

onEveryDatabase('learners', (world) => {
	let branch: GivenUnit;
	let elsewhere: GivenUnit;
	let officer: GivenPerson;
	beforeAll(async () => {
		await publishModules(world.ctx(), [changed({ check })]);
		[branch, elsewhere] = [await givenUnit(world), await givenUnit(world)];
		officer = await givenPerson(world, { roles: ['trainingOfficer'], unit: branch, roleUnit: branch });
	});
	const submit = (person: GivenPerson, minute: number, wrong: number) =>
		submitCheck(world.ctx(person, after(minute)), { module: CODE, answers: answers(wrong) });
	const stuck = async (unit = branch) => {
		const person = await givenPerson(world, { unit });
		await givenReady(world, person, T0);
		await submit(person, 1, 10);
		await submit(person, 2, 10);
		return {
			person,
			enrolment: (await startModule(world.ctx(person, after(3)), { module: CODE })).enrolmentId
		};
	};
	const grant = (by: GivenPerson, enrolment: string, tries = 1) =>
		grantTries(world.ctx(by, after(5)), { enrolment, tries, reason: '出差错过辅导' });
	const list = (by: GivenPerson, query = '') =>
		listLearners(world.ctx(by, after(5)), readLearnerFilter(new URLSearchParams(query)));
	const told = ({ id }: GivenPerson, kind: string) =>
		world.db
			.select()
			.from(notifications)
			.where(and(eq(notifications.personId, id), eq(notifications.kind, kind)));

	it('without a try left are told, refused, and seen by their officer', async () => {
		const { person } = await stuck();
		expect(await getCheck(world.ctx(person, after(5)), CODE, { again: true })).toMatchObject({
			...{ phase: 'result', usedUp: true, mayRetry: false, retryAt: null, tries: 2 }
		});
		await expect(submit(person, 60, 0)).rejects.toMatchObject({
			kind: 'conflict',
			code: 'training.check.used_up'
		});
		const { rows } = await list(officer, 'state=stuck');
		expect(rows.find(({ personId }) => personId === person.id)).toMatchObject({
			...{ stuck: true, tries: 2, triesInAll: 2, finished: lessons.length, mayManage: true }
		});
	});

	it('are granted more tries with a reason, are told, and pass', async () => {
		const { person, enrolment } = await stuck();
		const { id } = await grant(officer, enrolment);
		expect(await world.db.select().from(checkAllowances).where(eq(checkAllowances.id, id))).toMatchObject([
			{ tries: 1, reason: '出差错过辅导', grantedBy: officer.id }
		]);
		expect(await told(person, 'training.triesGranted')).toHaveLength(1);
		const mine = and(eq(auditLog.action, 'training.check.allow'), eq(auditLog.personId, person.id));
		expect(await world.db.select().from(auditLog).where(mine)).toHaveLength(1);
		expect((await list(officer, 'state=stuck')).rows.some(({ personId }) => personId === person.id)).toBe(
			false
		);
		expect(await submit(person, 6, 0)).toMatchObject({ passed: true });
		await expect(grant(officer, enrolment)).rejects.toMatchObject({ code: 'training.enrolment.over' });
	});

	it('are helped by nobody else: not themselves, not another unit’s officer, not who only looks', async () => {
		const { person, enrolment } = await stuck();
		const away = await givenPerson(world, { roles: ['trainingOfficer'], roleUnit: elsewhere });
		await expect(grant(away, enrolment)).rejects.toMatchObject({ kind: 'forbidden' });
		for (const role of ['trainee', 'mentor', 'author', 'hrOfficer', 'auditor'] as RoleName[])
			await expect(grant(await givenPerson(world, { roles: [role] }), enrolment)).rejects.toMatchObject({
				kind: 'forbidden'
			});
		const own = await givenPerson(world, { unit: branch, roles: ['trainingOfficer', 'trainee'] });
		await givenReady(world, own, T0);
		const mine = (await startModule(world.ctx(own, T0), { module: CODE })).enrolmentId;
		await expect(grant(own, mine)).rejects.toMatchObject({ code: 'access.separation.self' });
		await expect(grant(officer, newId(T0))).rejects.toMatchObject({ kind: 'not_found' });
		expect((await list(away)).rows.some(({ personId }) => personId === person.id)).toBe(false);
		await expect(list(person)).rejects.toMatchObject({ kind: 'forbidden' });
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const seen = (await list(auditor, `q=${person.employeeNo}`)).rows;
		expect(seen).toMatchObject([{ personId: person.id, mayManage: false }]);
	});

	it('move to a newer version: unchanged lessons keep what was done, the check begins anew, they are told', async () => {
		const [{ person, enrolment }, done] = [await stuck(), await givenPerson(world, { unit: branch })];
		await givenReady(world, done, T0);
		await submit(done, 1, 0);
		const half = await givenPerson(world, { unit: branch });
		const begun = (await startModule(world.ctx(half, T0), { module: CODE })).enrolmentId;
		await saveLessonProgress(world.ctx(half, after(1)), {
			module: CODE,
			lesson: lessons[1]!,
			place: 0.4,
			seconds: 20
		});
		const body = { 'zh-CN': '新的内容。', en: 'New text.' };
		const [first, ...rest] = content.lessons;
		await publishModules(world.ctx(), [
			changed({ check, version: 2, lessons: [{ ...first!, body }, ...rest] })
		]);

		expect((await list(officer, 'state=older')).rows.map(({ personId }) => personId)).toContain(half.id);
		const completed = (await startModule(world.ctx(done, T0), { module: CODE })).enrolmentId;
		const move = (ids: string[]) => moveLearners(world.ctx(officer, after(9)), { enrolments: ids });
		const twice = await Promise.allSettled([move([enrolment, begun]), move([begun, enrolment])]);
		expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(move([enrolment, completed])).rejects.toMatchObject({
			code: 'training.enrolment.nobody_to_move'
		});

		const view = await getModule(world.ctx(person, after(10)), CODE);
		expect(view).toMatchObject({ version: 2, tries: [], next: { kind: 'lesson', lesson: lessons[0] } });
		expect(view.lessons.map(({ state }) => state)).toEqual(['unopened', 'finished', 'finished', 'finished']);
		expect((await getModule(world.ctx(half, after(10)), CODE)).lessons[1]).toMatchObject({
			state: 'opened',
			place: expect.closeTo(0.4, 5)
		});
		expect(await told(person, 'training.moved')).toMatchObject([
			{ params: { version: 2, kept: 3, lessons: 4 } }
		]);
		const moved = and(eq(enrolments.personId, person.id), isNotNull(enrolments.movedAt));
		expect(await world.db.select().from(enrolments).where(moved)).toHaveLength(1);
		// What was done in the old version is still there.
		expect(
			await world.db.select().from(lessonProgress).where(eq(lessonProgress.enrolmentId, enrolment))
		).toHaveLength(4);
	});

	it('complete the version they were moved to, and the completion names it', async () => {
		const person = await givenPerson(world, { unit: branch });
		await publishModules(world.ctx(), [changed({ check, version: 3 })]);
		await givenReady(world, person, T0);
		await publishModules(world.ctx(), [changed({ check, version: 4, passMark: 50 })]);
		const from = (await startModule(world.ctx(person, T0), { module: CODE })).enrolmentId;
		await expect(moveLearners(world.ctx(person, after(2)), { enrolments: [from] })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		expect(await moveLearners(world.ctx(officer, after(2)), { enrolments: [from] })).toEqual({ moved: 1 });
		await submit(person, 3, 4);
		const facts = (await completionFacts(world.db, [person.id], { on: '2026-01-05' })).get(person.id);
		expect(facts).toMatchObject([{ module: CODE, version: 4 }]);
	});
});
