import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import { verifyAuditChain } from '$lib/features/audit/index.server';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	certificateFacts,
	issueCertificates,
	listIssuable,
	passedWithoutCertificate
} from '$lib/features/certificates/index.server';
import { parseNumber } from '$lib/features/certificates';
import { certificates } from '$lib/features/certificates/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { people } from '$lib/features/people/tables.server';
import { newId } from '$lib/shared/ids';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

onEveryDatabase('issue certificates', (world) => {
	const issue = (ids: string[]) => issueCertificates(world.ctx(systemActor('test')), { groundIds: ids });

	it('freezes what is printed, tells the holder and records it', async () => {
		const person = await givenPerson(world, { name: '王小明' });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issue([attempt]);
		expect(parseNumber(issued!.number)).toBe(issued!.number);
		expect(issued!.number).toMatch(/^JH-M-26-/);
		await world.db.update(people).set({ name: '王大明' }).where(eq(people.id, person.id));
		const [row] = await world.db.select().from(certificates).where(eq(certificates.id, issued!.id));
		expect(row).toMatchObject({
			personId: person.id,
			attemptId: attempt,
			issuedOn: '2026-03-02',
			validTo: '2028-03-01',
			printed: {
				holder: '王小明',
				grade: { 'zh-CN': '客户经理', en: 'Customer Manager' },
				issuer: { 'zh-CN': '测试银行', en: 'Test Bank' },
				exam: { 'zh-CN': '2026年第一期资格考试' },
				number: issued!.number,
				issuedOn: '2026-03-02',
				validTo: '2028-03-01'
			}
		});
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.map(({ kind, href }) => [kind, href])).toEqual([
			['certificates.issued', `/certificates/${issued!.id}`]
		]);
		const audited = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, issued!.id));
		expect(audited).toMatchObject([{ action: 'certificates.certificate.issue', personId: person.id }]);
		expect(await verifyAuditChain(world.db)).toMatchObject({ intact: true });
		await expect(world.db.delete(certificates).where(eq(certificates.id, issued!.id))).rejects.toThrow();
	});

	it('issues a whole sitting at once, and only what is left the next time', async () => {
		const sitting = await givenSitting(world, { tier: 'senior' });
		const ids: string[] = [];
		for (let i = 0; i < 3; i++) ids.push(await givenAttempt(world, await givenPerson(world), sitting));
		await givenAttempt(world, await givenPerson(world), sitting, false);
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		const waiting = async () =>
			(await passedWithoutCertificate(hr)).filter((row) => row.about.sittingId === sitting);
		expect((await waiting()).map((row) => row.id).sort()).toEqual([...ids].sort());
		const issued = await issue([...ids, ids[0]!]);
		expect(new Set(issued.map(({ number }) => number)).size).toBe(3);
		expect(await waiting()).toEqual([]);
	});

	it('refuses, with all others of the same request', async () => {
		const released = await givenSitting(world);
		const good = await givenAttempt(world, await givenPerson(world), released);
		const failed = await givenAttempt(world, await givenPerson(world), released, false);
		const secret = await givenAttempt(
			world,
			await givenPerson(world),
			await givenSitting(world, { released: false })
		);
		const strange = await givenAttempt(
			world,
			await givenPerson(world),
			await givenSitting(world, { tier: 'star' })
		);
		const rare = await givenAttempt(world, await givenPerson(world, { name: '王𰻝' }), released);
		expect(await refusalOf(issue([good, failed]))).toBe('certificates.issue.not_passed');
		expect(await refusalOf(issue([good, secret]))).toBe('certificates.issue.not_released');
		expect(await refusalOf(issue([good, strange]))).toBe('certificates.issue.no_grade');
		expect(await refusalOf(issue([good, rare]))).toBe('certificates.issue.unprintable');
		expect(await refusalOf(issue([good, newId(NOW)]))).toBe('app.not_found');
		expect(await world.db.select().from(certificates).where(eq(certificates.attemptId, good))).toEqual([]);
		await issue([good]);
		expect(await refusalOf(issue([good]))).toBe('certificates.issue.already_issued');
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		const listed = (await listIssuable(hr)).flatMap((sitting) => sitting.people ?? []);
		expect(listed.find((row) => row.groundId === rare)).toMatchObject({
			obstacle: 'unprintable',
			unprintable: ['𰻝']
		});
	});

	it('is not for people, who ask and approve', async () => {
		const attempt = await givenAttempt(world, await givenPerson(world), await givenSitting(world));
		for (const role of roleNames) {
			const person = world.ctx(await givenPerson(world, { roles: [role] }));
			expect(await refusalOf(issueCertificates(person, { groundIds: [attempt] })), role).toBe(
				'access.forbidden'
			);
		}
	});

	it('issues one when it runs twice at once', async () => {
		const attempt = await givenAttempt(world, await givenPerson(world), await givenSitting(world));
		const results = await Promise.allSettled([issue([attempt]), issue([attempt])]);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const lost = results.find((result) => result.status === 'rejected');
		expect(lost?.reason).toMatchObject({ kind: 'conflict', code: 'certificates.issue.already_issued' });
	});

	it('gives the facts as of a day and as they were known', async () => {
		const person = await givenPerson(world);
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(world.ctx(systemActor('test')), { groundIds: [attempt] });
		const facts = async (on: string, recordedBefore?: Date) =>
			(
				await certificateFacts(world.db, [person.id], { on, ...(recordedBefore ? { recordedBefore } : {}) })
			).get(person.id);
		expect(await facts('2026-03-01')).toBeUndefined();
		expect(await facts('2026-03-02')).toEqual([
			{
				id: issued!.id,
				number: issued!.number,
				ladder: 'bank',
				tier: 'manager',
				issuedOn: '2026-03-02',
				validTo: '2028-03-01',
				revokedOn: null
			}
		]);
		expect(await facts('2026-03-02', new Date(NOW.getTime() - 1))).toBeUndefined();
		expect((await certificateFacts(world.db, null, { on: '2026-03-02' })).has(person.id)).toBe(true);
		expect((await certificateFacts(world.db, [], { on: '2026-03-02' })).size).toBe(0);
	});
});
