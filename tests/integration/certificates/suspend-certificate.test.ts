import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import { auditLog } from '$lib/features/audit/tables.server';
import { certificateFilterSchema } from '$lib/features/certificates';
import {
	certificateFacts,
	getCertificate,
	issueCertificates,
	listCertificates,
	remindExpiring,
	renderCertificatePdf,
	restoreCertificate,
	revokeCertificate,
	suspendCertificate,
	verifyCertificate
} from '$lib/features/certificates/index.server';
import { certificateSuspensions } from '$lib/features/certificates/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson, type PersonOptions } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

const because = { cause: 'conduct', reason: '客户投诉，正在核查。' } as const;
const day = (date: string) => new Date(`${date}T02:00:00Z`);

onEveryDatabase('suspend and restore certificates', (world) => {
	const system = (now?: Date) => world.ctx(systemActor('test'), now);
	async function given(options: PersonOptions = {}) {
		const person = await givenPerson(world, { name: '欧阳小娜', ...options });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(system(), { groundIds: [attempt] });
		return { person, ...issued! };
	}
	const approver = async (on: string) =>
		world.ctx(await givenPerson(world, { roles: ['hrApprover'] }), day(on));
	const factsOn = async (person: GivenPerson, on: string, recordedBefore?: Date) =>
		(
			await certificateFacts(world.db, [person.id], { on, ...(recordedBefore ? { recordedBefore } : {}) })
		).get(person.id)?.[0];
	const checked = (number: string, on: string) => verifyCertificate(system(day(on)), number, number);

	it('says so everywhere, is no evidence meanwhile, and is back from the day of its restoration', async () => {
		const { person, id, number } = await given();
		await suspendCertificate(await approver('2026-04-01'), { certificateId: id, ...because });
		expect(await checked(number, '2026-04-02')).toMatchObject({
			...{ state: 'suspended', suspendedOn: '2026-04-01', cause: 'conduct', holder: '欧阳*娜' },
			...{ revokedOn: null, category: null }
		});
		expect(JSON.stringify(await checked(number, '2026-04-02'))).not.toContain('投诉');
		const own = world.ctx(person, day('2026-04-02'));
		expect(await getCertificate(own, id)).toMatchObject({
			status: 'suspended',
			suspensions: [{ ...because, from: '2026-04-01' }],
			may: { suspend: false, restore: false, revoke: false, replace: false }
		});
		expect((await renderCertificatePdf(own, id, 'https://x')).bytes.length).toBeGreaterThan(1000);
		const hr = await approver('2026-04-02');
		expect((await getCertificate(hr, id)).may).toEqual({
			...{ suspend: false, restore: true, revoke: true, replace: false }
		});
		const listed = async (status: string) =>
			(await listCertificates(hr, certificateFilterSchema.parse({ q: number, status }))).rows.length;
		expect([await listed('suspended'), await listed('valid')]).toEqual([1, 0]);

		await restoreCertificate(await approver('2026-04-20'), { certificateId: id, reason: '查无此事' });
		expect((await checked(number, '2026-04-20')).state).toBe('valid');
		const suspendedOn = async (on: string, recordedBefore?: Date) =>
			(await factsOn(person, on, recordedBefore))?.suspendedOn;
		expect(await suspendedOn('2026-03-31')).toBeUndefined();
		expect(await suspendedOn('2026-04-01')).toBe('2026-04-01');
		expect(await suspendedOn('2026-04-19')).toBe('2026-04-01');
		expect(await suspendedOn('2026-04-20')).toBeUndefined();
		expect(await suspendedOn('2026-04-20', day('2026-04-19'))).toBe('2026-04-01');
		expect(await suspendedOn('2026-04-19', day('2026-03-31'))).toBeUndefined();

		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.map(({ kind }) => kind).sort()).toEqual([
			'certificates.issued',
			'certificates.restored',
			'certificates.suspended'
		]);
		const audited = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
		expect(audited.map(({ action }) => action).sort()).toEqual([
			'certificates.certificate.issue',
			'certificates.certificate.restore',
			'certificates.certificate.suspend'
		]);
	});

	it('keeps what was written: an end is filled in once, and nothing else changes', async () => {
		const { id } = await given();
		await suspendCertificate(await approver('2026-04-01'), { certificateId: id, ...because });
		const ours = eq(certificateSuspensions.certificateId, id);
		const change = (values: Partial<typeof certificateSuspensions.$inferInsert>) =>
			world.db.update(certificateSuspensions).set(values).where(ours);
		const end = { curedOn: '2026-04-03', curedAt: day('2026-04-03'), cureReason: '完' };
		await expect(change({ reason: '改' })).rejects.toThrow();
		await expect(change({ ...end, fromOn: '2026-03-01' })).rejects.toThrow();
		await expect(change({ ...end, curedOn: '2026-03-01' })).rejects.toThrow();
		await expect(world.db.delete(certificateSuspensions).where(ours)).rejects.toThrow();
		await restoreCertificate(await approver('2026-04-05'), { certificateId: id, reason: '完' });
		await expect(change(end)).rejects.toThrow();
		// A second time is a row of its own.
		await suspendCertificate(await approver('2026-04-06'), { certificateId: id, ...because });
		expect((await world.db.select().from(certificateSuspensions).where(ours)).length).toBe(2);
	});

	it('is not for other roles, one’s own, or what is over', async () => {
		const { id } = await given();
		for (const role of roleNames.filter((name) => name !== 'hrApprover')) {
			const other = world.ctx(await givenPerson(world, { roles: [role] }));
			const asked = [
				suspendCertificate(other, { certificateId: id, ...because }),
				restoreCertificate(other, { certificateId: id, reason: '完' })
			];
			expect(await Promise.all(asked.map(refusalOf)), role).toEqual(['access.forbidden', 'access.forbidden']);
		}
		const own = await given({ roles: ['hrApprover'] });
		const self = world.ctx(own.person);
		expect(await refusalOf(suspendCertificate(self, { certificateId: own.id, ...because }))).toBe(
			'access.separation.self'
		);
		await suspendCertificate(await approver('2026-04-01'), { certificateId: own.id, ...because });
		expect(await refusalOf(restoreCertificate(self, { certificateId: own.id, reason: '完' }))).toBe(
			'access.separation.self'
		);
		const again = suspendCertificate(await approver('2026-04-01'), { certificateId: own.id, ...because });
		expect(await refusalOf(again)).toBe('certificates.suspend.already');
		const late = suspendCertificate(await approver('2028-03-02'), { certificateId: id, ...because });
		expect(await refusalOf(late)).toBe('certificates.suspend.over');
		const idle = restoreCertificate(await approver('2026-04-01'), { certificateId: id, reason: '完' });
		expect(await refusalOf(idle)).toBe('certificates.restore.not_suspended');
	});

	it('is done once when two press at once, and a revocation has the last word', async () => {
		const { id, number } = await given();
		const two = [await approver('2026-04-01'), await approver('2026-04-01')];
		const results = await Promise.allSettled(
			two.map((ctx) => suspendCertificate(ctx, { certificateId: id, ...because }))
		);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const restoring = await approver('2026-04-02');
		const [revoked] = await Promise.allSettled([
			revokeCertificate(await approver('2026-04-02'), {
				certificateId: id,
				category: 'other',
				reason: '属实'
			}),
			restoreCertificate(restoring, { certificateId: id, reason: '完' })
		]);
		expect(revoked.status).toBe('fulfilled');
		expect((await checked(number, '2026-04-02')).state).toBe('revoked');
		expect(await refusalOf(restoreCertificate(restoring, { certificateId: id, reason: '完' }))).toBe(
			'certificates.restore.over'
		);
	});

	it('reminds nobody of one that is suspended', async () => {
		const { person, id } = await given();
		await suspendCertificate(await approver('2028-02-01'), { certificateId: id, ...because });
		await remindExpiring(system(day('2028-02-20')));
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.map(({ kind }) => kind)).not.toContain('certificates.expiring');
	});
});
