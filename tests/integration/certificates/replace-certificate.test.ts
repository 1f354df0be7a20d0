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
	passedWithoutCertificate,
	replaceCertificate,
	revokeCertificate,
	suspendCertificate,
	verifyCertificate
} from '$lib/features/certificates/index.server';
import { certificates } from '$lib/features/certificates/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { people } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type PersonOptions } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

const LATER = new Date('2026-05-01T02:00:00Z');
const reason = '姓名录入有误';

onEveryDatabase('replace certificates', (world) => {
	const system = world.ctx.bind(world, systemActor('test'));
	/** Somebody whose certificate bears a wrong name, which has been corrected in their record since. */
	async function given(options: PersonOptions = {}, name = '欧阳小娜') {
		const person = await givenPerson(world, { name: '欧阳小那', ...options });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(system(), { groundIds: [attempt] });
		await world.db.update(people).set({ name }).where(eq(people.id, person.id));
		return { person, attempt, ...issued! };
	}
	const approver = async (now = LATER) => world.ctx(await givenPerson(world, { roles: ['hrApprover'] }), now);
	const replace = async (certificateId: string, as?: Awaited<ReturnType<typeof approver>>) =>
		replaceCertificate(as ?? (await approver()), { certificateId, reason });

	it('issues a corrected one under a number of its own, with the same last day; both say so', async () => {
		const { person, attempt, id: oldId, number: old } = await given();
		const { id, number } = await replace(oldId);
		expect(number).not.toBe(old);
		expect(number.slice(0, 8)).toBe('JH-M-26-');
		expect(await getCertificate(world.ctx(person, LATER), id)).toMatchObject({
			status: 'valid',
			printed: { holder: '欧阳小娜', number, issuedOn: '2026-05-01', validTo: '2028-03-01' },
			replaces: { id: oldId, number: old },
			replacedBy: null
		});
		expect(await getCertificate(world.ctx(person, LATER), oldId)).toMatchObject({
			status: 'replaced',
			printed: { holder: '欧阳小那' },
			replaces: null,
			replacedBy: { id, number }
		});
		const check = (which: string) => verifyCertificate(system(LATER), which, which);
		expect(await check(old)).toMatchObject({
			...{ state: 'replaced', revokedOn: '2026-05-01', category: 'replaced', replacedBy: number }
		});
		expect(await check(number)).toMatchObject({ state: 'valid', replaces: old, holder: '欧阳*娜' });

		// One of them is evidence on every day, and the exam asks for no certificate any more.
		const inForce = async (on: string) =>
			(await certificateFacts(world.db, [person.id], { on }))
				.get(person.id)!
				.filter(({ revokedOn }) => revokedOn === null)
				.map((fact) => fact.number);
		expect([await inForce('2026-04-30'), await inForce('2026-05-01')]).toEqual([[old], [number]]);
		const officer = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), LATER);
		expect((await passedWithoutCertificate(officer)).map(({ id }) => id)).not.toContain(attempt);
		expect(await refusalOf(issueCertificates(system(LATER), { groundIds: [attempt] }))).toBe(
			'certificates.issue.already_issued'
		);
		const listed = async (status: string) =>
			(await listCertificates(officer, certificateFilterSchema.parse({ q: old, status }))).rows.length;
		expect([await listed('replaced'), await listed('revoked'), await listed('valid')]).toEqual([1, 0, 0]);

		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.find(({ kind }) => kind === 'certificates.replaced')).toMatchObject({
			href: `/certificates/${id}`,
			params: { number, old }
		});
		const audited = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, oldId));
		expect(audited.map(({ action }) => action)).toContain('certificates.certificate.replace');
		await expect(
			world.db.update(certificates).set({ replaces: null }).where(eq(certificates.id, id))
		).rejects.toThrow();
	});

	it('can be replaced again, and revoked like any other', async () => {
		const { person, id } = await given();
		const second = await replace(id);
		await world.db.update(people).set({ name: '欧阳晓娜' }).where(eq(people.id, person.id));
		const third = await replace(second.id);
		await revokeCertificate(await approver(), { certificateId: third.id, category: 'other', reason: '核实' });
		expect(await refusalOf(replace(third.id))).toBe('certificates.replace.over');
		const revoke = revokeCertificate(await approver(), {
			certificateId: id,
			category: 'other',
			reason: '核实'
		});
		expect(await refusalOf(revoke)).toBe('certificates.revoke.replaced');
		const state = async (which: string) => (await verifyCertificate(system(LATER), which, 'x')).state;
		expect([await state(second.number), await state(third.number)]).toEqual(['replaced', 'revoked']);
	});

	it('refuses what would say the same, cannot be printed, is out or suspended', async () => {
		const same = await given({}, '欧阳小那');
		expect(await refusalOf(replace(same.id))).toBe('certificates.replace.same');
		const rare = await given({}, '欧阳𰻝');
		expect(await refusalOf(replace(rare.id))).toBe('certificates.issue.unprintable');
		const { id } = await given();
		expect(await refusalOf(replace(id, await approver(new Date('2028-03-02T02:00:00Z'))))).toBe(
			'certificates.replace.over'
		);
		await suspendCertificate(await approver(), { certificateId: id, cause: 'decision', reason: '停职' });
		expect(await refusalOf(replace(id))).toBe('certificates.replace.suspended');
	});

	it('is not for other roles or one’s own, and is done once when two press at once', async () => {
		const { id } = await given();
		for (const role of roleNames.filter((name) => name !== 'hrApprover')) {
			const other = world.ctx(await givenPerson(world, { roles: [role] }), LATER);
			expect(await refusalOf(replace(id, other)), role).toBe('access.forbidden');
		}
		const own = await given({ roles: ['hrApprover'] });
		expect(await refusalOf(replace(own.id, world.ctx(own.person, LATER)))).toBe('access.separation.self');
		const results = await Promise.allSettled([replace(id), replace(id)]);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const written = await world.db.select().from(certificates).where(eq(certificates.replaces, id));
		expect(written.length).toBe(1);
	});
});
