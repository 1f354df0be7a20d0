import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	certificateFacts,
	getCertificate,
	issueCertificates,
	listCertificates,
	listMyCertificates,
	renderCertificatePdf,
	revokeCertificate,
	verifyCertificate
} from '$lib/features/certificates/index.server';
import { certificateFilterSchema } from '$lib/features/certificates';
import { certificateRevocations } from '$lib/features/certificates/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import type { Context } from '$lib/server/context';
import { newId } from '$lib/shared/ids';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type PersonOptions } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

const because = { category: 'misconduct', reason: '考试作弊，经核实。' } as const;
const LATER = new Date('2026-04-01T02:00:00Z');

onEveryDatabase('revoke certificates', (world) => {
	async function given(options: PersonOptions = {}) {
		const person = await givenPerson(world, { name: '欧阳小娜', ...options });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(world.ctx(systemActor('test')), { groundIds: [attempt] });
		return { person, ...issued! };
	}
	const approver = async (now = LATER) => world.ctx(await givenPerson(world, { roles: ['hrApprover'] }), now);

	it('revokes at once and for good, and says so everywhere', async () => {
		const { person, id, number } = await given();
		await revokeCertificate(await approver(), { certificateId: id, ...because });
		expect(await verifyCertificate(world.ctx(systemActor('test'), LATER), number, 'a')).toMatchObject({
			state: 'revoked',
			revokedOn: '2026-04-01',
			category: 'misconduct',
			holder: '欧阳*娜'
		});
		expect(JSON.stringify(await verifyCertificate(world.ctx(person), number, 'a'))).not.toContain('作弊');
		expect(await getCertificate(world.ctx(person, LATER), id)).toMatchObject({
			status: 'revoked',
			revocation: { ...because, on: '2026-04-01' }
		});
		const facts = await certificateFacts(world.db, [person.id], { on: '2026-04-01' });
		expect(facts.get(person.id)?.[0]?.revokedOn).toBe('2026-04-01');
		const before = await certificateFacts(world.db, [person.id], { on: '2026-03-31' });
		expect(before.get(person.id)?.[0]?.revokedOn).toBeNull();
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.map(({ kind }) => kind)).toContain('certificates.revoked');
		const audited = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
		expect(audited.map(({ action }) => action)).toContain('certificates.certificate.revoke');
		await expect(world.db.delete(certificateRevocations)).rejects.toThrow();
	});

	it('refuses a second time, unknown ones, one’s own, other roles and other units', async () => {
		const { id } = await given();
		expect(
			await refusalOf(revokeCertificate(await approver(), { certificateId: newId(NOW), ...because }))
		).toBe('app.not_found');
		for (const role of roleNames.filter((name) => name !== 'hrApprover')) {
			const other = world.ctx(await givenPerson(world, { roles: [role] }));
			expect(await refusalOf(revokeCertificate(other, { certificateId: id, ...because })), role).toBe(
				'access.forbidden'
			);
		}
		const elsewhere = world.ctx(
			await givenPerson(world, { roles: ['hrApprover'], roleUnit: await givenUnit(world) })
		);
		expect(await refusalOf(revokeCertificate(elsewhere, { certificateId: id, ...because }))).toBe(
			'access.forbidden'
		);
		const own = await given({ roles: ['hrApprover'] });
		expect(
			await refusalOf(revokeCertificate(world.ctx(own.person), { certificateId: own.id, ...because }))
		).toBe('access.separation.self');
		await revokeCertificate(await approver(), { certificateId: id, ...because });
		expect(await refusalOf(revokeCertificate(await approver(), { certificateId: id, ...because }))).toBe(
			'certificates.revoke.already_revoked'
		);
	});

	it('revokes once when two press at once', async () => {
		const { id } = await given();
		const [one, two] = [await approver(), await approver()];
		const results = await Promise.allSettled(
			[one, two].map((ctx) => revokeCertificate(ctx, { certificateId: id, ...because }))
		);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('shows a certificate to its holder and to staff of the unit, and to nobody else', async () => {
		const unit = await givenUnit(world);
		const { person, id, number } = await given({ unit });
		expect(await listMyCertificates(world.ctx(person))).toMatchObject([
			{ id, status: 'valid', daysLeft: 730 }
		]);
		expect((await renderCertificatePdf(world.ctx(person), id, 'https://jinjie.example')).name).toBe(
			`${number}.pdf`
		);
		const local = world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: unit }));
		const list = async (ctx: Context, filter: Record<string, string>) =>
			(await listCertificates(ctx, certificateFilterSchema.parse(filter))).rows.map((row) => row.id);
		expect(await list(local, {})).toEqual([id]);
		expect(await list(local, { q: number.toLowerCase() })).toEqual([id]);
		expect(
			await list(local, {
				q: '欧阳',
				status: 'valid',
				tier: 'manager',
				unit: unit.id,
				sort: 'holder',
				dir: 'asc'
			})
		).toEqual([id]);
		expect(await list(local, { status: 'expired' })).toEqual([]);
		expect(await list(local, { q: '%' })).toEqual([]);
		for (const other of [
			world.ctx(await givenPerson(world)),
			world.ctx(await givenPerson(world, { roles: ['mentor'] })),
			world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: await givenUnit(world) }))
		]) {
			expect(await refusalOf(getCertificate(other, id))).toBe('access.forbidden');
			expect(await refusalOf(renderCertificatePdf(other, id, 'https://x'))).toBe('access.forbidden');
		}
		expect(await refusalOf(list(world.ctx(person), {}))).toBe('access.forbidden');
		expect(await refusalOf(getCertificate(world.ctx(person), 'nonsense'))).toBe('app.not_found');
	});
});
