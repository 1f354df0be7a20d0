import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import { auditLog } from '$lib/features/audit/tables.server';
import { certificateFilterSchema } from '$lib/features/certificates';
import {
	addKind,
	approveRequest,
	certificateFacts,
	exportRegister,
	followConditions,
	getCertificate,
	getRequest,
	issueCertificates,
	listCertificates,
	listIssuable,
	listKindNames,
	listKinds,
	listMyCertificates,
	listRequests,
	modulesWithoutKind,
	rejectRequest,
	renderCertificatePdf,
	replaceCertificate,
	requestCertificates,
	revokeCertificate,
	remindExpiring,
	suspendCertificate,
	verifyCertificate
} from '$lib/features/certificates/index.server';
import { certificatePeriods, certificates } from '$lib/features/certificates/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { recordEvidence } from '$lib/features/people/index.server';
import { people } from '$lib/features/people/tables.server';
import { modules } from '$lib/features/training/tables.server';
import { newId } from '$lib/shared/ids';
import { NOW, onEveryDatabase } from '../../support/database';
import { paint } from '../../support/paint';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import {
	givenAttempt,
	givenCertifiable,
	givenCompletion,
	givenModule,
	givenSitting,
	refusalOf,
	yearly
} from './given';

const on = (day: string) => new Date(`${day}T02:00:00Z`);
const names = { ladder: 'module' as const, nameZh: '合规与操守', nameEn: 'Compliance and Conduct' };
/** Issued 2026-03-02 for a year: renewal opens 60 days before 2027-03-02. */
const [EARLY, OPENS, LAST] = ['2026-12-31', '2027-01-01', '2027-03-01'];

onEveryDatabase('certificates of modules', (world) => {
	const system = (day?: string) => world.ctx(systemActor('test'), day ? on(day) : undefined);
	const officer = async (day?: string) =>
		world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), day ? on(day) : undefined);
	const approver = async (day?: string) =>
		world.ctx(await givenPerson(world, { roles: ['hrApprover'] }), day ? on(day) : undefined);
	async function issue(person: GivenPerson, ladder: 'module' | 'mentor' = 'module') {
		const module = await givenCertifiable(world, ladder);
		const completion = await givenCompletion(world, person, module);
		const [issued] = await issueCertificates(system(), { groundIds: [completion] });
		return { ...issued!, module, completion };
	}
	const listed = async (kind: string, day?: string) =>
		(await listIssuable(await officer(day))).find(({ about }) => about.kind === kind)?.people ?? [];

	it('are issued for modules that somebody chose, under names and rules of their own', async () => {
		const [who, module] = [await approver(), await givenModule(world)];
		const offered = async () => (await modulesWithoutKind(who)).map(({ id }) => id);
		expect(await offered()).toContain(module.id);
		const completion = await givenCompletion(world, await givenPerson(world), module);
		expect(await refusalOf(issueCertificates(system(), { groundIds: [completion] }))).toBe('app.not_found');

		const input = { moduleId: module.id, ...names, ...yearly };
		expect(await refusalOf(addKind(who, { ...input, nameZh: '合规𰻝' }))).toBe(
			'certificates.kind.unprintable'
		);
		expect(await refusalOf(addKind(who, { ...input, windowDays: 400 }))).toBe('certificates.validity.window');
		const { kind } = await addKind(who, input);
		expect(kind).toBe(`module.${module.code}`);
		// A mentors' kind of the same module is another one of it.
		for (const ladder of ['module', 'mentor'] as const)
			expect(await refusalOf(addKind(who, { ...input, ladder }))).toBe('certificates.kind.exists');
		expect(await offered()).not.toContain(module.id);
		expect((await listKinds(who)).at(-1)).toMatchObject({
			...{ id: kind, grade: { 'zh-CN': '合规与操守', en: 'Compliance and Conduct' } },
			module: { ladder: { en: 'Training module' }, title: { en: 'Conduct' } },
			versions: [{ version: 1, reason: '制度规定', rules: { months: 12, windowDays: 60 } }]
		});
		expect((await listKindNames(who)).map(({ id }) => id)).toContain(kind);
		const audited = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, kind));
		expect(audited).toMatchObject([{ action: 'certificates.kind.add' }]);

		expect(await refusalOf(addKind(who, { ...input, moduleId: newId(NOW) }))).toBe('app.not_found');
		const retired = await givenModule(world);
		await world.db.update(modules).set({ retiredAt: NOW }).where(eq(modules.id, retired.id));
		expect(await refusalOf(addKind(who, { ...input, moduleId: retired.id }))).toBe('app.not_found');
		const another = await givenModule(world);
		for (const role of roleNames.filter((name) => name !== 'hrApprover')) {
			const other = world.ctx(await givenPerson(world, { roles: [role] }));
			expect(await refusalOf(addKind(other, { ...input, moduleId: another.id })), role).toBe(
				'access.forbidden'
			);
			expect(await refusalOf(modulesWithoutKind(other)), role).toBe('access.forbidden');
		}
	});

	it('are asked for by one, approved by another and issued once, for those who completed any version', async () => {
		const module = await givenCertifiable(world);
		const [first, second, gone] = [
			await givenPerson(world, { name: '王小明' }),
			await givenPerson(world, { name: '王𰻝' }),
			await givenPerson(world)
		];
		const completion = await givenCompletion(world, first, module);
		await module.publish();
		const rare = await givenCompletion(world, second, module);
		await givenCompletion(world, gone, module);
		await world.db.update(people).set({ status: 'left' }).where(eq(people.id, gone.id));
		const [hr, other] = [
			await givenPerson(world, { roles: ['hrOfficer'] }),
			await givenPerson(world, { roles: ['hrApprover'] })
		];
		const own = await givenCompletion(world, hr, module);
		expect((await listed(module.kind)).map(({ groundId, obstacle }) => [groundId, obstacle]).sort()).toEqual(
			[
				[completion, null],
				[rare, 'unprintable'],
				[own, null]
			].sort()
		);
		const ask = (groundIds: string[], about: { kind?: string; sittingId?: string } = { kind: module.kind }) =>
			requestCertificates(world.ctx(hr), { ...about, groundIds, everybody: groundIds.length === 0 });
		expect(await refusalOf(ask([completion, rare]))).toBe('certificates.issue.unprintable');
		expect(await refusalOf(ask([own]))).toBe('access.separation.self');
		const sittingId = await givenSitting(world);
		const attempt = await givenAttempt(world, first, sittingId);
		expect(await refusalOf(ask([completion], { sittingId }))).toBe('app.not_found');
		expect(await refusalOf(ask([attempt]))).toBe('app.not_found');

		const { id } = await ask([]);
		// Who was left out can be asked for again, by a colleague.
		expect((await listed(module.kind)).map(({ groundId }) => groundId).sort()).toEqual([rare, own].sort());
		expect(await refusalOf(ask([completion]))).toBe('certificates.request.already');
		expect(await refusalOf(approveRequest(world.ctx(hr), { requestId: id }))).toBe('access.forbidden');
		const local = await givenPerson(world, { roles: ['hrApprover'], roleUnit: await givenUnit(world) });
		expect(await refusalOf(approveRequest(world.ctx(local), { requestId: id }))).toBe('access.forbidden');
		expect(await listRequests(world.ctx(local))).toEqual([]);
		await approveRequest(world.ctx(other), { requestId: id });
		await world.runJobs();
		const done = await getRequest(world.ctx(other), id);
		expect(done).toMatchObject({
			...{ title: { 'zh-CN': '合规与操守' }, grade: { en: 'Training module' } },
			...{ state: 'done', count: 3, issued: 1, left: 2 }
		});
		expect(Object.fromEntries(done.leftOut.map(({ groundId, result }) => [groundId, result]))).toEqual({
			...{ [rare]: 'unprintable', [own]: 'own' }
		});
		const [row] = await world.db.select().from(certificates).where(eq(certificates.personId, first.id));
		expect(row).toMatchObject({
			...{ attemptId: null, completionId: completion, ladder: 'module', tier: module.code },
			...{ issuedOn: '2026-03-02', validTo: LAST, issuedBy: other.id },
			printed: {
				...{ holder: '王小明', grade: { 'zh-CN': '合规与操守' }, ladderName: { 'zh-CN': '培训模块' } },
				module: { 'zh-CN': '合规与操守', en: 'Conduct' }
			}
		});
		expect(row!.number).toMatch(/^JH-T-26-/);
		expect(row!.printed).not.toHaveProperty('exam');
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, first.id));
		expect(told.map(({ kind }) => kind)).toEqual(['certificates.issued']);
		// What was settled stays so.
		const ours = sql`request_id = ${id}`;
		await expect(
			world.db.execute(sql`update certificate_request_items set result = 'held' where ${ours}`)
		).rejects.toThrow();
	});

	it('are rejected with a reason, and can be asked for again; an item keeps what it is about', async () => {
		const module = await givenCertifiable(world);
		const completion = await givenCompletion(world, await givenPerson(world), module);
		const asked = { kind: module.kind, groundIds: [completion], everybody: false };
		const { id } = await requestCertificates(await officer(), asked);
		const other = await givenCompletion(world, await givenPerson(world), module);
		await expect(
			world.db.execute(
				sql`update certificate_request_items set result = 'held', completion_id = ${other} where request_id = ${id}`
			)
		).rejects.toThrow();
		await rejectRequest(await approver(), { requestId: id, reason: '名单有误' });
		expect((await listed(module.kind)).map(({ groundId }) => groundId)).toContain(completion);
		await requestCertificates(await officer(), asked);
	});

	it('say on paper, when checked and in the register that a module was completed', async () => {
		const [person, mentor] = [await givenPerson(world, { name: '王小明' }), await givenPerson(world)];
		const held = await issue(person);
		const trained = await issue(mentor, 'mentor');
		expect(trained.number).toMatch(/^JH-D-26-/);
		const linesOf = async (id: string, who: GivenPerson) => {
			const { bytes } = await renderCertificatePdf(world.ctx(who), id, 'https://jinjie.example');
			return (await paint(bytes)).lines.map((line) => line.map(({ text }) => text).join(''));
		};
		const paper = await linesOf(held.id, person);
		for (const line of ['培训证书', '合规与操守', '已完成培训模块的学习并通过考核，特发此证', '王小明'])
			expect(paper).toContain(line);
		expect(paper.join()).not.toMatch(/考试|任职资格考试|Examination/);
		expect(await linesOf(trained.id, mentor)).toContain('已完成导师培训模块的学习并通过考核，具备带教资格');

		const checked = await verifyCertificate(world.ctx({ kind: 'anonymous' }), held.number, 'a');
		expect(checked).toMatchObject({
			...{ state: 'valid', exam: null, module: { 'zh-CN': '合规与操守', en: 'Conduct' } },
			grade: { en: 'Compliance and Conduct' }
		});
		const hr = await officer();
		const filter = certificateFilterSchema.parse({ kind: held.module.kind });
		expect((await listCertificates(hr, filter)).rows.map(({ id }) => id)).toEqual([held.id]);
		const csv = new TextDecoder().decode(await exportRegister(hr, filter, 'csv'));
		const [head = '', line = ''] = csv.split('\r\n').map((one) => one.split(','));
		expect(line[head.indexOf('培训模块')]).toBe('合规与操守');
		expect(line[head.indexOf('考试')]).toBe('');
		const facts = await certificateFacts(world.db, [person.id], { on: '2026-03-02' });
		expect(facts.get(person.id)).toMatchObject([{ ladder: 'module', tier: held.module.code }]);
	});

	it('are suspended, replaced and revoked like any', async () => {
		const person = await givenPerson(world, { name: '欧阳小那' });
		const { id, number, completion, module } = await issue(person);
		const who = await approver('2026-05-01');
		const reason = '核实';
		expect(await refusalOf(replaceCertificate(who, { certificateId: id, reason }))).toBe(
			'certificates.replace.same'
		);
		await world.db.update(people).set({ name: '欧阳小娜' }).where(eq(people.id, person.id));
		const corrected = await replaceCertificate(who, { certificateId: id, reason });
		expect(corrected.number).toMatch(/^JH-T-26-/);
		expect(await getCertificate(world.ctx(person, on('2026-05-01')), corrected.id)).toMatchObject({
			printed: { holder: '欧阳小娜', module: { en: 'Conduct' }, validTo: LAST },
			...{ replaces: { number }, renewal: { opens: OPENS } }
		});
		// It rests on the same completion: none is offered again.
		expect(await listed(module.kind)).toEqual([]);
		expect(await refusalOf(issueCertificates(system('2026-05-02'), { groundIds: [completion] }))).toBe(
			'certificates.issue.already_issued'
		);
		await suspendCertificate(who, { certificateId: corrected.id, cause: 'conduct', reason });
		const state = async () =>
			(await verifyCertificate(world.ctx({ kind: 'anonymous' }), corrected.number, 'b')).state;
		expect(await state()).toBe('suspended');
		await revokeCertificate(who, { certificateId: corrected.id, category: 'other', reason });
		expect(await state()).toBe('revoked');
		const rounds = await world.db
			.select()
			.from(certificatePeriods)
			.where(eq(certificatePeriods.personId, person.id));
		expect(rounds.map(({ kind, revoked }) => [kind, revoked])).toEqual(
			Array(2).fill([module.kind, '2026-05-01'])
		);
		await expect(world.db.delete(certificates).where(eq(certificates.id, id))).rejects.toThrow();
	});

	it('are renewed by completing a newer version, in the window and not before', async () => {
		const person = await givenPerson(world);
		const { id, module, completion } = await issue(person);
		expect((await getCertificate(world.ctx(person), id)).renewal).toMatchObject({ opens: OPENS, due: LAST });
		await module.publish();
		const newer = await givenCompletion(world, person, module, '2026-11-10');
		expect(await listed(module.kind, EARLY)).toMatchObject([
			{ groundId: newer, obstacle: 'too_early', opens: OPENS }
		]);
		const issueOn = (day: string, ground = newer) => issueCertificates(system(day), { groundIds: [ground] });
		expect(await refusalOf(issueOn(EARLY))).toBe('certificates.issue.too_early');
		expect(await listed(module.kind, OPENS)).toMatchObject([{ groundId: newer, obstacle: null }]);
		await issueOn(OPENS);
		const wallet = await listMyCertificates(world.ctx(person, on(OPENS)));
		expect(wallet.map(({ printed }) => printed.validTo)).toEqual(['2027-12-31', LAST]);
		expect(await listed(module.kind, OPENS)).toEqual([]);
		// An older completion counts for nothing once a newer one has a certificate.
		const late = await givenPerson(world);
		const older = await givenCompletion(world, late, module);
		await module.publish();
		const last = await givenCompletion(world, late, module, '2026-12-01');
		await issueOn(OPENS, last);
		expect(await refusalOf(issueOn('2029-01-01', older))).toBe('certificates.issue.already_issued');
		expect(await refusalOf(issueOn('2029-01-01', completion))).toBe('certificates.issue.already_issued');
	});

	it('depend on what their kind says, are given back the days of leave, and are reminded of', async () => {
		const module = await givenModule(world);
		const rules = { ...yearly, conduct: 'any' as const, leavePauses: true, mostPauseDays: 200 };
		await addKind(await approver(), { moduleId: module.id, ...names, ...rules });
		const person = await givenPerson(world);
		const completion = await givenCompletion(world, person, module);
		const [issued] = await issueCertificates(system(), { groundIds: [completion] });
		const record = (kind: 'discipline' | 'leave', validFrom: string, validTo: string) =>
			recordEvidence(system(validFrom), {
				...{ personId: person.id, kind, validFrom, validTo },
				data:
					kind === 'leave' ? { kind: 'sick' } : { kind: 'compliance', severity: 'minor', description: '违规' }
			} as Parameters<typeof recordEvidence>[1]);
		await record('discipline', '2026-06-01', '2026-06-30');
		const status = async (id: string, day: string) => (await getCertificate(system(day), id)).status;
		await followConditions(system('2026-06-02'));
		expect(await status(issued!.id, '2026-06-02')).toBe('suspended');
		await followConditions(system('2026-07-01'));
		expect(await status(issued!.id, '2026-07-01')).toBe('valid');

		await record('leave', '2026-08-01', '2026-11-08');
		await followConditions(system('2026-11-09'));
		const { replacedBy } = await getCertificate(system('2026-11-09'), issued!.id);
		const extended = await getCertificate(system('2026-11-09'), replacedBy!.id);
		expect(extended).toMatchObject({
			printed: { validTo: '2027-06-09', module: { en: 'Conduct' } },
			...{ status: 'valid', rules: { conduct: 'any' } }
		});
		await remindExpiring(system('2027-05-20'));
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.filter(({ kind }) => kind === 'certificates.expiring')).toMatchObject([
			{ params: { number: extended.printed.number, grade: { en: 'Compliance and Conduct' } } }
		]);
	});

	it('is one when two issue at once, and none beside exam and module both', async () => {
		const module = await givenCertifiable(world);
		const person = await givenPerson(world);
		const completion = await givenCompletion(world, person, module);
		const results = await Promise.allSettled(
			[1, 2].map(() => issueCertificates(system(), { groundIds: [completion] }))
		);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await world.db.$count(certificates, eq(certificates.completionId, completion))).toBe(1);
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [row] = await world.db.select().from(certificates).where(eq(certificates.personId, person.id));
		const { groundId: _groundId, ...copy } = row!;
		for (const wrong of [{ attemptId: attempt }, { completionId: null }]) {
			const id = newId(NOW);
			await expect(
				world.db.insert(certificates).values({ ...copy, id, number: id, ...wrong })
			).rejects.toThrow();
		}
	});
});
