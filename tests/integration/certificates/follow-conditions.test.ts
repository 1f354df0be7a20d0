import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	changeKind,
	FOLLOW_CONDITIONS,
	followConditions,
	getCertificate,
	issueCertificates,
	listMyCertificates,
	restoreCertificate,
	suspendCertificate
} from '$lib/features/certificates/index.server';
import type { ChangeKind } from '$lib/features/certificates/schema';
import { certificateSuspensions } from '$lib/features/certificates/tables.server';
import { creditEntries } from '$lib/features/credit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { recordDeparture, recordEvidence, retractEvidence } from '$lib/features/people/index.server';
import { people, units } from '$lib/features/people/tables.server';
import { newId } from '$lib/shared/ids';
import { wiring } from '../../../src/wiring.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

const on = (day: string) => new Date(`${day}T02:00:00Z`);
const rules: Omit<ChangeKind, 'kind' | 'version'> = {
	...{ basis: 'completion', fixedOn: null, minimumMonths: 0, months: 24, windowDays: 90, graceDays: 0 },
	...{ lateDays: 0, yearlyHours: 10, hoursGraceDays: 90, employment: true, conduct: 'serious' },
	...{ cureMonths: 6, leavePauses: true, mostPauseDays: 200, reason: '持续条件' }
};

onEveryDatabase('follow what certificates depend on', (world) => {
	const system = (day?: string) => world.ctx(systemActor('test'), day ? on(day) : undefined);
	const look = (day: string) => followConditions(system(day));
	/** The rules are set once, before anybody is certified by them. */
	async function given(person: GivenPerson, tier = 'senior', day?: string) {
		if (!world.made.has('rules')) {
			world.made.set('rules', true);
			for (const kind of ['bank.senior', 'bank.principal'])
				await changeKind(world.ctx(await givenPerson(world, { roles: ['hrApprover'] })), {
					...{ kind, version: 1, ...rules }
				});
		}
		const attempt = await givenAttempt(world, person, await givenSitting(world, { tier }));
		const [issued] = await issueCertificates(system(day), { groundIds: [attempt] });
		return issued!.id;
	}
	const seen = async (id: string, day: string) => {
		const { status, suspensions, revocation, may } = await getCertificate(system(day), id);
		return { status, causes: suspensions.map(({ cause }) => cause), category: revocation?.category, may };
	};
	const told = async ({ id }: { id: string }) =>
		(await world.db.select().from(notifications).where(eq(notifications.personId, id)))
			.map(({ kind }) => kind.replace('certificates.', ''))
			.sort();
	const sanction = (person: GivenPerson, validFrom: string, validTo: string | null, day: string) =>
		recordEvidence(system(day), {
			...{ personId: person.id, kind: 'discipline', validFrom, validTo },
			data: { kind: 'compliance', severity: 'serious', description: '违规放贷' }
		});
	async function earn(person: GivenPerson, hours: number, earnedOn: string) {
		const id = newId(on(earnedOn));
		await world.db.insert(creditEntries).values({
			...{ id, personId: person.id, sourceType: 'class', sourceId: id, area: 'law', method: 'classroom' },
			...{
				title: { 'zh-CN': '合规课', en: 'Compliance' },
				minutes: hours * 60,
				earnedOn,
				recordedAt: on(earnedOn)
			}
		});
	}

	it('suspends a breach, tells holder and manager, and restores it when it is cured', async () => {
		const unit = await givenUnit(world);
		const [head, person] = [await givenPerson(world, { unit }), await givenPerson(world, { unit })];
		await world.db.update(units).set({ headId: head.id }).where(eq(units.id, unit.id));
		const id = await given(person);
		await look('2026-05-31');
		expect(await seen(id, '2026-05-31')).toMatchObject({ status: 'valid', causes: [] });
		const { id: record } = await sanction(person, '2026-06-01', null, '2026-06-02');
		for (let i = 0; i < 2; i++) await look('2026-06-02');
		expect(await seen(id, '2026-06-02')).toMatchObject({
			...{ status: 'suspended', causes: ['conduct'], may: { restore: true } }
		});
		// Recorded anew with its last day, it is the same breach.
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer', 'hrApprover'] }), on('2026-07-01'));
		await retractEvidence(hr, { evidenceId: record, reason: '补录期限' });
		await sanction(person, '2026-06-01', '2026-07-31', '2026-07-01');
		await look('2026-07-31');
		expect((await seen(id, '2026-07-31')).status).toBe('suspended');
		await look('2026-08-01');
		expect(await seen(id, '2026-08-01')).toMatchObject({ status: 'valid', causes: [] });
		expect(await told(person)).toEqual(['issued', 'restored', 'suspended']);
		expect(await told(head)).toEqual(['restoredOf', 'suspendedOf']);
		const rows = await world.db
			.select()
			.from(certificateSuspensions)
			.where(eq(certificateSuspensions.certificateId, id));
		expect(rows).toMatchObject([{ fromOn: '2026-06-02', curedOn: '2026-08-01', suspendedBy: null }]);
		const audited = await world.db
			.select({ action: auditLog.action })
			.from(auditLog)
			.where(and(eq(auditLog.subjectId, id), eq(auditLog.actorName, 'test')));
		expect(audited.map(({ action }) => action.split('.').at(-1))).toEqual(['issue', 'suspend', 'restore']);
	});

	it('asks for training of each full year, and lets it be made up', async () => {
		const [lazy, diligent] = [await givenPerson(world), await givenPerson(world)];
		const [id, other] = [await given(lazy), await given(diligent)];
		await earn(diligent, 10, '2027-11-01');
		await earn(lazy, 9, '2027-11-01');
		await look('2028-03-30');
		// Issued in March 2026: both run out before the year that is short suspends.
		expect(await seen(id, '2028-02-29')).toMatchObject({ causes: [] });
		const again = await given(lazy, 'senior', '2028-01-10');
		const same = await given(diligent, 'senior', '2028-01-10');
		await look('2028-03-30');
		expect((await seen(again, '2028-03-30')).status).toBe('valid');
		await look('2028-03-31');
		expect(await seen(again, '2028-03-31')).toMatchObject({ status: 'suspended', causes: ['hours'] });
		expect((await seen(same, '2028-03-31')).status).toBe('valid');
		await earn(lazy, 1, '2028-05-01');
		await look('2028-05-01');
		expect((await seen(again, '2028-05-01')).status).toBe('valid');
		expect((await seen(other, '2028-01-11')).status).toBe('expiring');
	});

	it('lapses when it is not cured in time, and is taken anew', async () => {
		const person = await givenPerson(world);
		const id = await given(person);
		await sanction(person, '2026-06-01', null, '2026-06-01');
		await look('2026-06-01');
		await look('2026-11-30');
		expect((await seen(id, '2026-11-30')).status).toBe('suspended');
		for (let i = 0; i < 2; i++) await look('2026-12-01');
		expect(await seen(id, '2026-12-01')).toMatchObject({
			...{ status: 'revoked', category: 'lapsed', may: { restore: false, suspend: false } }
		});
		expect(await told(person)).toEqual(['issued', 'lapsed', 'suspended']);
		const wallet = await listMyCertificates(world.ctx(person, on('2026-12-01')));
		expect(wallet[0]!.renewal).toBeNull();
		const anew = await given(person, 'senior', '2026-12-02');
		expect((await getCertificate(system('2026-12-02'), anew)).printed.validTo).toBe('2028-12-01');
	});

	it('leaves alone what people decided', async () => {
		const person = await givenPerson(world);
		const id = await given(person);
		const approver = (day: string) =>
			givenPerson(world, { roles: ['hrApprover'] }).then((who) => world.ctx(who, on(day)));
		await sanction(person, '2026-06-01', '2026-06-30', '2026-06-01');
		await look('2026-06-01');
		// Suspended by hand besides: the end of the sanction restores nothing.
		const byHand = { certificateId: id, cause: 'conduct' as const, reason: '另案核查' };
		await suspendCertificate(await approver('2026-06-10'), byHand);
		expect(await refusalOf(suspendCertificate(await approver('2026-06-10'), byHand))).toBe(
			'certificates.suspend.already'
		);
		await look('2026-07-01');
		expect(await seen(id, '2026-07-01')).toMatchObject({ status: 'suspended', causes: ['conduct'] });
		expect(await told(person)).not.toContain('restored');
		await restoreCertificate(await approver('2026-07-02'), { certificateId: id, reason: '核查结束' });
		// A breach that somebody let pass does not suspend again; another one does.
		await sanction(person, '2026-08-01', null, '2026-08-01');
		await look('2026-08-01');
		await restoreCertificate(await approver('2026-08-02'), { certificateId: id, reason: '豁免' });
		await look('2027-08-03');
		expect((await seen(id, '2026-08-03')).status).toBe('valid');
		await world.db.update(people).set({ status: 'left' }).where(eq(people.id, person.id));
		await look('2027-08-04');
		expect((await seen(id, '2027-08-04')).causes).toEqual(['employment']);
	});

	it('suspends at once when the holder leaves, and nobody whose rules do not ask', async () => {
		const [person, free] = [await givenPerson(world), await givenPerson(world)];
		const [id, other] = [await given(person), await given(free, 'manager')];
		for (const { id: personId } of [person, free])
			await recordDeparture(system(), { personId, lastDay: '2026-03-02', reason: '离职' });
		await world.runJobs();
		expect(await seen(id, '2026-03-02')).toMatchObject({ status: 'suspended', causes: ['employment'] });
		expect((await seen(other, '2026-03-02')).status).toBe('valid');
	});

	it('gives back the days of long leave, once the holder is back', async () => {
		const person = await givenPerson(world);
		const id = await given(person, 'principal');
		await earn(person, 10, '2027-06-01');
		await recordEvidence(system('2028-02-01'), {
			...{ personId: person.id, kind: 'leave', validFrom: '2028-01-01', validTo: '2028-06-28' },
			data: { kind: 'maternity' }
		});
		await recordEvidence(system('2027-02-01'), {
			...{ personId: person.id, kind: 'leave', validFrom: '2027-01-01', validTo: '2027-01-10' },
			data: { kind: 'annual' }
		});
		const renewal = async (day: string) =>
			(await listMyCertificates(world.ctx(person, on(day)))).find(({ replacedBy }) => !replacedBy)!;
		expect((await renewal('2028-03-02')).renewal).toMatchObject({
			...{ opens: '2028-05-31', due: '2028-08-28', ends: '2028-08-28' }
		});
		await look('2028-06-28');
		expect((await getCertificate(system('2028-06-28'), id)).replacedBy).toBeNull();
		for (let i = 0; i < 2; i++) await look('2028-06-29');
		const { replacedBy } = await getCertificate(system('2028-06-29'), id);
		const extended = await getCertificate(system('2028-06-29'), replacedBy!.id);
		expect(extended).toMatchObject({ status: 'expiring', printed: { validTo: '2028-08-28' } });
		expect(extended.printed.holder).toBe(person.name);
		expect(await told(person)).toContain('extended');
		// Renewed in its window, it follows the day that leave had moved.
		const next = await given(person, 'principal', '2028-07-01');
		expect((await getCertificate(system('2028-07-01'), next)).printed.validTo).toBe('2030-06-30');
		await look('2028-08-29');
		expect(
			(await listMyCertificates(world.ctx(person, on('2028-08-29')))).map(({ status }) => status)
		).toEqual(['valid', 'expired', 'replaced']);
	});

	it('runs every day', () => {
		expect(wiring.schedules[FOLLOW_CONDITIONS]).toBe('15 6 * * *');
		expect(wiring.jobs[FOLLOW_CONDITIONS]).toBeDefined();
	});
});
