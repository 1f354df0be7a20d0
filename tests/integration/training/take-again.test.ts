import { asc, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { auditLog } from '$lib/features/audit/tables.server';
import { addKind, issueCertificates, revokeCertificate } from '$lib/features/certificates/index.server';
import { creditEntries } from '$lib/features/credit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	completionFacts,
	finishLesson,
	getCheck,
	getModule,
	getMyTraining,
	listModuleVersions,
	publishModules,
	startModule,
	submitCheck,
	takeAgain
} from '$lib/features/training/index.server';
import {
	checkAttempts,
	completions,
	enrolments,
	lessonProgress,
	modules
} from '$lib/features/training/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { refusalOf, yearly } from '../certificates/given';
import { answers, changed, CODE, givenReady, lessons, published } from './given';

const on = (day: string) => new Date(`${day}T02:00:00Z`);
/** Completed and certified for a year on the first; its renewal opens 60 days before the end. */
const [FIRST, EARLY, OPENS] = ['2026-03-02', '2026-12-31', '2027-01-01'];

onEveryDatabase('take again', (world) => {
	beforeAll(async () => {
		await published(world);
		const [module] = await world.db.select().from(modules).where(eq(modules.code, CODE));
		const names = { ladder: 'module' as const, nameZh: '了解客户', nameEn: 'Knowing the Customer' };
		await addKind(world.ctx(), { moduleId: module!.id, ...names, ...yearly });
	});
	const again = (person: GivenPerson, day: string) => takeAgain(world.ctx(person, on(day)), { module: CODE });
	const look = (person: GivenPerson, day: string) => getModule(world.ctx(person, on(day)), CODE);
	const begun = ({ id }: GivenPerson) =>
		world.db.select().from(enrolments).where(eq(enrolments.personId, id)).orderBy(asc(enrolments.nth));
	async function study(person: GivenPerson, day: string) {
		const ctx = world.ctx(person, on(day));
		for (const lesson of lessons) await finishLesson(ctx, { module: CODE, lesson });
		await submitCheck(ctx, { module: CODE, answers: answers() });
	}
	async function givenCompleted() {
		const person = await givenPerson(world);
		await givenReady(world, person, on(FIRST));
		await submitCheck(world.ctx(person, on(FIRST)), { module: CODE, answers: answers() });
		return person;
	}
	async function givenHolder() {
		const person = await givenCompleted();
		const [completion] = await world.db.select().from(completions).where(eq(completions.personId, person.id));
		const system = world.ctx(systemActor('test'), on(FIRST));
		const [issued] = await issueCertificates(system, { groundIds: [completion!.id] });
		return { person, ...issued! };
	}
	/** Everything that an enrolment has left behind. */
	async function recordOf({ id }: { id: string }) {
		const of = <T extends typeof lessonProgress | typeof checkAttempts | typeof completions>(table: T) =>
			world.db
				.select()
				.from(table as typeof completions)
				.where(eq(table.enrolmentId, id));
		return [await of(lessonProgress), await of(checkAttempts), await of(completions)];
	}

	it('begins everything anew in the renewal window, and loses nothing of before', async () => {
		const { person, number } = await givenHolder();
		expect(await refusalOf(again(person, EARLY))).toBe('training.again.too_early');
		expect((await look(person, EARLY)).again).toMatchObject({
			...{ phase: 'later', opens: OPENS, number, state: 'runs', validTo: '2027-03-01' }
		});
		expect((await look(person, OPENS)).again).toMatchObject({ phase: 'open', opens: null });

		const [first] = await begun(person);
		const record = await recordOf(first!);
		const started = await again(person, OPENS);
		expect(started.lesson).toBe(lessons[0]);
		expect(await begun(person)).toMatchObject([
			{ ...first, nth: 1 },
			{ id: started.enrolmentId, nth: 2, moduleVersionId: first!.moduleVersionId }
		]);
		expect(await look(person, OPENS)).toMatchObject({
			...{ state: 'inProgress', done: 0, completedOn: null, tries: [], earned: null, earns: 60 },
			former: [{ version: 1, completedOn: FIRST, creditMinutes: 60, score: 100 }],
			again: { phase: 'underWay' }
		});
		expect(await getCheck(world.ctx(person, on(OPENS)), CODE, { again: false })).toMatchObject({
			phase: 'closed'
		});
		// What was completed counts as such meanwhile.
		expect(await getMyTraining(world.ctx(person, on(OPENS)))).toMatchObject({
			...{ goOn: CODE, modules: [{ state: 'inProgress', completedOn: FIRST }] }
		});
		expect(await refusalOf(again(person, OPENS))).toBe('training.again.under_way');
		const goneOn = await startModule(world.ctx(person, on(OPENS)), { module: CODE });
		expect(goneOn.enrolmentId).toBe(started.enrolmentId);

		await study(person, '2027-01-02');
		expect(await recordOf(first!)).toEqual(record);
		const facts = await completionFacts(world.db, [person.id], { on: '2027-01-02' });
		expect(facts.get(person.id)).toMatchObject([
			{ completedOn: FIRST, creditMinutes: 60 },
			{ completedOn: '2027-01-02', creditMinutes: 60 }
		]);
		expect(await look(person, '2027-01-02')).toMatchObject({
			...{ state: 'completed', completedOn: '2027-01-02', earned: 60, earns: 0 },
			former: [{ completedOn: FIRST }],
			again: { phase: 'done', number, completedOn: '2027-01-02', opens: null }
		});
		expect(await refusalOf(again(person, '2027-01-03'))).toBe('training.again.done');
		const audited = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, started.enrolmentId));
		expect(audited.map(({ action }) => action).sort()).toEqual([
			'training.module.again',
			'training.module.complete'
		]);
		// One person studies the version and has completed it, however often.
		const officer = world.ctx(await givenPerson(world, { roles: ['administrator'] }), on('2027-01-03'));
		expect(await listModuleVersions(officer)).toMatchObject([{ enrolled: 1, completed: 1, passes: 2 }]);
	});

	it('is for holders of a certificate that rests on the module alone', async () => {
		const [person, nobody] = [await givenCompleted(), await givenPerson(world)];
		expect((await look(person, OPENS)).again).toBeNull();
		expect(await refusalOf(again(person, OPENS))).toBe('training.again.nothing');
		expect(await refusalOf(again(nobody, OPENS))).toBe('training.module.not_started');
		await startModule(world.ctx(nobody), { module: CODE });
		expect(await refusalOf(again(nobody, OPENS))).toBe('training.again.under_way');
		const noRole = await givenPerson(world, { roles: [] });
		expect(await refusalOf(again(noRole, OPENS))).toBe('access.forbidden');
		expect(await refusalOf(takeAgain(world.ctx(), { module: CODE }))).toBe('access.signed_out');
	});

	it('happens once when it is clicked twice at once', async () => {
		const { person } = await givenHolder();
		const clicks = await Promise.allSettled([1, 2, 3].map(() => again(person, OPENS)));
		expect(clicks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
		expect(clicks.flatMap((click) => ('reason' in click ? [click.reason as object] : []))).toMatchObject(
			Array(2).fill({ kind: 'conflict', code: 'training.again.under_way' })
		);
		expect(await begun(person)).toHaveLength(2);
		// Nor is there a second one by another way.
		const copy = (await begun(person))[1]!;
		await expect(world.db.insert(enrolments).values({ ...copy, id: crypto.randomUUID() })).rejects.toThrow();
	});

	it('gives credit once in a calendar year', async () => {
		const { person, id } = await givenHolder();
		const approver = world.ctx(await givenPerson(world, { roles: ['hrApprover'] }), on('2026-05-04'));
		await revokeCertificate(approver, { certificateId: id, category: 'other', reason: '信息有误' });
		expect(await look(person, '2026-05-05')).toMatchObject({
			...{ earns: 0, again: { phase: 'open', state: 'revoked' } }
		});
		await again(person, '2026-05-05');
		await study(person, '2026-05-06');
		const done = await world.db
			.select()
			.from(completions)
			.where(eq(completions.personId, person.id))
			.orderBy(asc(completions.completedOn));
		expect(done.map(({ creditMinutes }) => creditMinutes)).toEqual([60, 0]);
		const earned = await world.db.select().from(creditEntries).where(eq(creditEntries.personId, person.id));
		expect(earned).toMatchObject([{ minutes: 60, earnedOn: FIRST }]);
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		const hours = told.filter(({ kind }) => kind === 'moduleCompleted').map(({ params }) => params);
		expect(hours).toMatchObject([{ hours: 1 }, { hours: 0 }]);
		expect(await getCheck(world.ctx(person, on('2026-05-06')), CODE, { again: false })).toMatchObject({
			...{ phase: 'result', passed: true, creditMinutes: 0 }
		});
	});

	it('begins the newest version, and nothing once the module is retired', async () => {
		const [{ person }, { person: late }] = [await givenHolder(), await givenHolder()];
		await publishModules(world.ctx(), [changed({ version: 2 })]);
		expect(await look(person, OPENS)).toMatchObject({ newerVersion: 2, again: { phase: 'open' } });
		await again(person, OPENS);
		expect(await begun(person)).toMatchObject([{ nth: 1 }, { nth: 1 }]);
		expect(await look(person, OPENS)).toMatchObject({ version: 2, state: 'inProgress', done: 0 });
		const ours = eq(modules.code, CODE);
		await world.db
			.update(modules)
			.set({ retiredAt: on(OPENS) })
			.where(ours);
		expect((await look(late, OPENS)).again).toMatchObject({ phase: 'blocked' });
		expect(await refusalOf(again(late, OPENS))).toBe('training.module.retired');
		// Whoever has begun finishes.
		await study(person, OPENS);
		expect((await look(person, OPENS)).again).toMatchObject({ phase: 'done' });
	});
});
