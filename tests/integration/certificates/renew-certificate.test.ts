import { and, asc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import {
	changeKind,
	getCertificate,
	issueCertificates,
	listIssuable,
	listKinds,
	listMyCertificates,
	replaceCertificate,
	requestCertificates,
	revokeCertificate
} from '$lib/features/certificates/index.server';
import { inconsistencies } from '$lib/features/certificates/periods/period';
import { certificatePeriods, certificates } from '$lib/features/certificates/tables.server';
import { people } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

const on = (day: string) => new Date(`${day}T02:00:00Z`);
/** Issued 2026-03-02: valid to 2028-03-01, renewal opens 90 days before the day after. */
const [OPENS, LAST] = ['2027-12-03', '2028-03-01'];

/** Rules that make a certificate depend on nothing further. */
const free = {
	...{ yearlyHours: null, hoursGraceDays: 0, employment: false, conduct: 'none' as const, cureMonths: null },
	...{ leavePauses: false, mostPauseDays: null }
};

onEveryDatabase('renew certificates', (world) => {
	const system = (day?: string) => world.ctx(systemActor('test'), day ? on(day) : undefined);
	async function issue(person: GivenPerson, day?: string, tier = 'manager') {
		const attempt = await givenAttempt(world, person, await givenSitting(world, { tier }));
		const [issued] = await issueCertificates(system(day), { groundIds: [attempt] });
		const [row] = await world.db.select().from(certificates).where(eq(certificates.id, issued!.id));
		return row!;
	}
	const rounds = async (person: GivenPerson, kind = 'bank.manager') => {
		const rows = await world.db
			.select()
			.from(certificatePeriods)
			.where(and(eq(certificatePeriods.personId, person.id), eq(certificatePeriods.kind, kind)))
			.orderBy(asc(certificatePeriods.opens), asc(certificatePeriods.certified));
		expect(inconsistencies(rows.map((row) => ({ ...row, from: row.fromOn, until: row.untilOn })))).toEqual(
			[]
		);
		return rows.map(({ opens, due, ends, certified, fromOn, untilOn, revoked, version }) =>
			[opens, due, ends, certified, fromOn, untilOn, revoked, version].join(' ')
		);
	};
	const revoke = (certificateId: string, day?: string) =>
		revokeCertificate(system(day), { certificateId, category: 'other', reason: '核实' });
	const renewalOf = async (person: GivenPerson, id: string, day?: string) =>
		(await getCertificate(world.ctx(person, day ? on(day) : undefined), id)).renewal;

	it('follows without a gap when renewed in its window, and each round is a row', async () => {
		const person = await givenPerson(world);
		const first = await issue(person);
		expect(await rounds(person)).toEqual([
			`2026-03-02   2026-03-02 2026-03-02 ${LAST}  1`,
			`${OPENS} ${LAST} ${LAST}     `
		]);
		expect(await renewalOf(person, first.id)).toMatchObject({ opens: OPENS, due: LAST, ends: LAST });

		const second = await issue(person, OPENS);
		expect(second.validTo).toBe('2029-12-02');
		expect(await rounds(person)).toEqual([
			`2026-03-02   2026-03-02 2026-03-02 ${LAST}  1`,
			`${OPENS} ${LAST} ${LAST} ${OPENS} 2028-03-02 2029-12-02  1`,
			'2029-09-04 2029-12-02 2029-12-02     '
		]);
		expect(await renewalOf(person, first.id)).toBeNull();
		const wallet = await listMyCertificates(world.ctx(person, on('2028-01-01')));
		expect(wallet.map(({ id, renewal }) => [id, renewal?.opens])).toEqual([
			[second.id, '2029-09-04'],
			[first.id, undefined]
		]);
	});

	it('refuses one before the window opens, by name and with the day, and says so where they are asked for', async () => {
		const person = await givenPerson(world, { name: '王小明' });
		await issue(person);
		const early = '2027-12-02';
		const sittingId = await givenSitting(world);
		const attempt = await givenAttempt(world, person, sittingId);
		const other = await givenAttempt(world, await givenPerson(world), sittingId);
		const refused = await issueCertificates(system(early), { groundIds: [other, attempt] }).catch(
			(error: unknown) => error
		);
		expect(refused).toMatchObject({
			code: 'certificates.issue.too_early',
			params: { name: '王小明', opens: OPENS }
		});
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const listed = async (day: string) =>
			(await listIssuable(world.ctx(hr, on(day))))
				.flatMap((sitting) => sitting.people ?? [])
				.find(({ groundId }) => groundId === attempt);
		expect(await listed(early)).toMatchObject({ obstacle: 'too_early', opens: OPENS });
		expect(await listed(OPENS)).toMatchObject({ obstacle: null, opens: null });
		const ask = (day: string) =>
			requestCertificates(world.ctx(hr, on(day)), { sittingId, groundIds: [attempt], everybody: false });
		expect(await refusalOf(ask(early))).toBe('certificates.issue.too_early');
		await ask(OPENS);
		// Another grade is another kind.
		expect((await issue(person, early, 'senior')).validTo).toBe('2029-12-01');
	});

	it('is taken anew once it has run out, and counts from the day of issue', async () => {
		const person = await givenPerson(world);
		await issue(person);
		const again = await issue(person, '2028-03-02');
		expect(again.validTo).toBe('2030-03-01');
		expect((await rounds(person))[2]).toBe('2028-03-02   2028-03-02 2028-03-02 2030-03-01  1');
		expect(await renewalOf(person, again.id, '2028-03-02')).toMatchObject({ due: '2030-03-01' });
	});

	it('ends with the certificate, replaced or not; a renewal issued in error leaves the one before to be renewed', async () => {
		const person = await givenPerson(world, { name: '欧阳小那' });
		const first = await issue(person);
		await world.db.update(people).set({ name: '欧阳小娜' }).where(eq(people.id, person.id));
		const corrected = await replaceCertificate(system('2026-05-01'), {
			certificateId: first.id,
			reason: '更正'
		});
		expect(await renewalOf(person, corrected.id)).toMatchObject({ opens: OPENS });
		const second = await issue(person, '2028-01-10');
		await revoke(second.id, '2028-01-11');
		expect(await rounds(person)).toEqual([
			`2026-03-02   2026-03-02 2026-03-02 ${LAST}  1`,
			expect.stringContaining('2028-03-02 2030-01-09 2028-01-11 1'),
			`${OPENS} ${LAST} ${LAST}     `,
			expect.stringContaining('2028-01-11')
		]);
		expect((await issue(person, '2028-01-12')).validTo).toBe('2030-01-11');

		const other = await givenPerson(world, { name: '欧阳小那' });
		const one = await issue(other);
		await world.db.update(people).set({ name: '欧阳小娜' }).where(eq(people.id, other.id));
		const { id } = await replaceCertificate(system('2026-05-01'), {
			certificateId: one.id,
			reason: '更正'
		});
		await revoke(id, '2026-06-01');
		expect(await rounds(other)).toEqual([
			`2026-03-02   2026-03-02 2026-03-02 ${LAST} 2026-06-01 1`,
			`${OPENS} ${LAST} ${LAST}    2026-06-01 `
		]);
		expect(await renewalOf(other, id)).toBeNull();
		expect((await issue(other, '2026-06-01')).validTo).toBe('2028-05-31');
		expect(await rounds(other)).toHaveLength(4);
	});

	it('follows the rules of the day; those certified before keep theirs', async () => {
		const [before, after, late] = [
			await givenPerson(world),
			await givenPerson(world),
			await givenPerson(world)
		];
		const [held, run] = [await issue(before), await issue(late)];
		const approver = world.ctx(await givenPerson(world, { roles: ['hrApprover'] }));
		const rules = {
			...{ kind: 'bank.manager', basis: 'fixed' as const, fixedOn: '2026-12-01', minimumMonths: 6 },
			...{ months: 12, windowDays: 60, graceDays: 10, lateDays: 30, reason: '制度修订' },
			...free
		};
		expect(await refusalOf(changeKind(approver, { ...rules, version: 1, windowDays: 365 }))).toBe(
			'certificates.validity.window'
		);
		expect(await refusalOf(changeKind(approver, { ...rules, version: 1, fixedOn: null }))).toBe('app.form');
		await changeKind(approver, { ...rules, version: 1 });
		expect(await refusalOf(changeKind(approver, { ...rules, version: 1 }))).toBe('certificates.kind.changed');
		expect(await refusalOf(changeKind(approver, { ...rules, kind: 'bank.none', version: 1 }))).toBe(
			'app.not_found'
		);
		const kind = (await listKinds(approver)).find(({ id }) => id === 'bank.manager')!;
		expect(kind.versions.map(({ version, reason }) => [version, reason])).toEqual([
			[2, '制度修订'],
			[1, '']
		]);
		expect(kind.versions[0]!.rules).toMatchObject({ basis: 'fixed', fixedOn: '2026-12-01', lateDays: 30 });
		await expect(world.db.update(certificatePeriods).set({ opens: '2026-01-01' })).rejects.toThrow();

		expect(await renewalOf(before, held.id)).toMatchObject({ opens: OPENS, due: LAST, ends: LAST });
		// Fixed day, at least six months: the first of December 2026, and ten days of grace.
		const issued = await issue(after);
		expect(issued.validTo).toBe('2026-12-10');
		expect(await renewalOf(after, issued.id)).toMatchObject({
			...{ opens: '2026-10-02', due: '2026-11-30', ends: '2027-01-09' }
		});
		// In grace it follows, and after it has run out it is renewed late, from the day of issue.
		expect((await issue(after, '2026-12-05')).validTo).toBe('2027-12-10');
		expect((await rounds(after))[1]).toContain('2026-12-05 2026-12-11 2027-12-10');
		expect((await issue(after, '2028-01-09')).validTo).toBe('2028-12-10');
		expect((await rounds(after))[2]).toContain('2027-11-30 2028-01-09 2028-01-09 2028-01-09 2028-12-10');
		// Certified by the old rules, and renewed by the new.
		expect((await issue(late, OPENS)).validTo).toBe('2028-12-10');
		expect(await renewalOf(late, run.id)).toBeNull();
		await changeKind(approver, {
			...{ ...rules, version: 2, basis: 'completion', fixedOn: null, minimumMonths: 0, months: 24 },
			...{ windowDays: 90, graceDays: 0, lateDays: 0 }
		});
	});

	it('is one round when two issue, or one issues and one revokes, at once', async () => {
		const person = await givenPerson(world);
		const first = await issue(person);
		const attempts = [];
		for (let i = 0; i < 2; i++) attempts.push(await givenAttempt(world, person, await givenSitting(world)));
		const results = await Promise.allSettled(
			attempts.map((attempt) => issueCertificates(system(OPENS), { groundIds: [attempt] }))
		);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await rounds(person)).toHaveLength(3);
		const other = await givenPerson(world);
		const held = await issue(other);
		const attempt = await givenAttempt(world, other, await givenSitting(world));
		await Promise.allSettled([
			revoke(held.id, OPENS),
			issueCertificates(system(OPENS), { groundIds: [attempt] })
		]);
		await rounds(other);
		expect(first.validTo).toBe(LAST);
	});

	it('has rules for every grade', async () => {
		const approver = world.ctx(await givenPerson(world, { roles: ['hrApprover'] }));
		expect((await listKinds(approver)).map(({ id }) => id)).toEqual([
			...['bank.assistant', 'bank.manager', 'bank.senior', 'bank.principal']
		]);
		const officer = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		expect(await refusalOf(listKinds(officer))).toBe('access.forbidden');
		const [kind] = await listKinds(approver);
		const refused = changeKind(officer, {
			...{ kind: kind!.id, version: 1, basis: 'completion', fixedOn: null, minimumMonths: 0, months: 12 },
			...{ windowDays: 30, graceDays: 0, lateDays: null, reason: '试', ...free }
		});
		expect(await refusalOf(refused)).toBe('access.forbidden');
	});
});
