import { asc, eq } from 'drizzle-orm';
import { expect, it, beforeAll } from 'vitest';
import { systemActor } from '$lib/access/can';
import {
	addKind,
	approveRequest,
	getCertificate,
	issueCertificates,
	listIssuable,
	listMyCertificates,
	remindExpiring,
	requestCertificates,
	suspendCertificate
} from '$lib/features/certificates/index.server';
import { certificatePeriods } from '$lib/features/certificates/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	finishLesson,
	getModule,
	publishModules,
	startModule,
	submitCheck,
	takeAgain
} from '$lib/features/training/index.server';
import { completions, modules } from '$lib/features/training/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { answers, changed, CODE, lessons, published } from '../training/given';
import { refusalOf, yearly } from './given';

const on = (day: string) => new Date(`${day}T02:00:00Z`);
/** Issued on the first for a year, to the last; renewal opens 60 days before the end. */
const [FIRST, EARLY, OPENS, LAST] = ['2026-03-02', '2026-12-31', '2027-01-01', '2027-03-01'];

onEveryDatabase('renew by taking a module again', (world) => {
	let kind = '';
	beforeAll(async () => {
		await published(world);
		const [module] = await world.db.select().from(modules).where(eq(modules.code, CODE));
		const names = { ladder: 'module' as const, nameZh: '了解客户', nameEn: 'Knowing the Customer' };
		const rules = { ...yearly, basis: 'lastExpiry' as const, lateDays: 30 };
		kind = (await addKind(world.ctx(), { moduleId: module!.id, ...names, ...rules })).kind;
	});
	const system = (day: string) => world.ctx(systemActor('test'), on(day));
	const as = async (role: 'hrOfficer' | 'hrApprover', day: string) =>
		world.ctx(await givenPerson(world, { roles: [role] }), on(day));
	async function study(person: GivenPerson, day: string): Promise<string> {
		const ctx = world.ctx(person, on(day));
		for (const lesson of lessons) await finishLesson(ctx, { module: CODE, lesson });
		await submitCheck(ctx, { module: CODE, answers: answers() });
		const done = await world.db
			.select()
			.from(completions)
			.where(eq(completions.personId, person.id))
			.orderBy(asc(completions.recordedAt));
		return done.at(-1)!.id;
	}
	async function givenHolder() {
		const person = await givenPerson(world);
		await startModule(world.ctx(person, on(FIRST)), { module: CODE });
		const completion = await study(person, FIRST);
		const [issued] = await issueCertificates(system(FIRST), { groundIds: [completion] });
		return { person, completion, ...issued! };
	}
	async function takenAgain(person: GivenPerson, day: string): Promise<string> {
		await takeAgain(world.ctx(person, on(day)), { module: CODE });
		return study(person, day);
	}
	const listed = async (person: GivenPerson, day: string) =>
		((await listIssuable(await as('hrOfficer', day))).find(({ about }) => about.kind === kind)?.people ?? [])
			.filter(({ employeeNo }) => employeeNo === person.employeeNo)
			.map(({ groundId, obstacle }) => ({ groundId, obstacle }));
	const walletOf = (person: GivenPerson, day: string) => listMyCertificates(world.ctx(person, on(day)));

	it('goes on without a gap: asked for, approved and issued within the window', async () => {
		const { person, id, number } = await givenHolder();
		expect(await listed(person, OPENS)).toEqual([]);
		expect((await walletOf(person, OPENS))[0]!.renewal).toMatchObject({ opens: OPENS, completedOn: null });
		const completion = await takenAgain(person, '2027-01-20');
		expect(await listed(person, '2027-01-21')).toEqual([{ groundId: completion, obstacle: null }]);
		expect((await walletOf(person, '2027-01-21'))[0]!.renewal).toMatchObject({ completedOn: '2027-01-20' });
		const { renewal } = await getCertificate(system('2027-01-21'), id);
		expect(renewal).toMatchObject({ completedOn: '2027-01-20' });

		const { id: requestId } = await requestCertificates(await as('hrOfficer', '2027-01-21'), {
			...{ kind, groundIds: [completion], everybody: false }
		});
		await approveRequest(await as('hrApprover', '2027-01-22'), { requestId });
		await world.runJobs(on('2027-01-22'));
		const [renewed, old] = await walletOf(person, '2027-01-22');
		expect([renewed!.printed.validTo, old!.printed]).toMatchObject(['2028-03-01', { number, validTo: LAST }]);
		expect(renewed!.renewal).toMatchObject({ completedOn: null });
		const rounds = await world.db
			.select()
			.from(certificatePeriods)
			.where(eq(certificatePeriods.personId, person.id))
			.orderBy(asc(certificatePeriods.opens));
		expect(rounds.map(({ fromOn, untilOn }) => [fromOn, untilOn])).toEqual([
			[FIRST, LAST],
			['2027-03-02', '2028-03-01'],
			[null, null]
		]);
		const ctx = world.ctx(person, on('2027-01-22'));
		expect((await getModule(ctx, CODE)).again).toMatchObject({
			...{ phase: 'later', number: renewed!.printed.number, validTo: '2028-03-01' }
		});
	});

	it('is taken again a year later once more, and late counts from completion', async () => {
		const { person } = await givenHolder();
		await issueCertificates(system('2027-02-01'), { groundIds: [await takenAgain(person, OPENS)] });
		const late = await takenAgain(person, '2028-03-20');
		expect(await listed(person, '2028-03-20')).toEqual([{ groundId: late, obstacle: null }]);
		await issueCertificates(system('2028-03-20'), { groundIds: [late] });
		expect((await walletOf(person, '2028-03-20'))[0]!.printed).toMatchObject({ validTo: '2029-03-19' });
	});

	it('is open to whoever is suspended or ran out long ago', async () => {
		const [{ person, id }, { person: gone }] = [await givenHolder(), await givenHolder()];
		const certificate = { certificateId: id, cause: 'conduct' as const, reason: '核实' };
		await suspendCertificate(await as('hrApprover', '2027-01-05'), certificate);
		await takenAgain(person, '2027-01-06');
		expect(await listed(person, '2027-01-06')).toMatchObject([{ obstacle: null }]);
		expect((await getModule(world.ctx(gone, on('2029-06-01')), CODE)).again).toMatchObject({
			...{ phase: 'open', state: 'over' }
		});
		const completion = await takenAgain(gone, '2029-06-01');
		await issueCertificates(system('2029-06-01'), { groundIds: [completion] });
		expect((await walletOf(gone, '2029-06-01'))[0]!.printed).toMatchObject({ validTo: '2030-05-31' });
	});

	it('tells its holder where to, and is too early before the window, whatever was completed', async () => {
		const { person, number } = await givenHolder();
		await remindExpiring(system('2027-01-30'));
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.filter((one) => one.kind === 'certificates.expiring')).toMatchObject([
			{ params: { number }, href: `/training/${CODE}` }
		]);
		expect(await refusalOf(takenAgain(person, EARLY))).toBe('training.again.too_early');
		// A newer version may be taken at any time; what it renews waits for the window.
		await publishModules(world.ctx(), [changed({ version: 2 })]);
		await startModule(world.ctx(person, on('2026-11-02')), { module: CODE });
		const newer = await study(person, '2026-11-02');
		expect(await listed(person, EARLY)).toEqual([{ groundId: newer, obstacle: 'too_early' }]);
		expect((await getModule(world.ctx(person, on(EARLY)), CODE)).again).toMatchObject({
			...{ phase: 'done', completedOn: '2026-11-02', opens: OPENS }
		});
		expect(await refusalOf(takenAgain(person, OPENS))).toBe('training.again.done');
		await issueCertificates(system(OPENS), { groundIds: [newer] });
	});
});
