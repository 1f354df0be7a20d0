import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { auditLog } from '$lib/features/audit/tables.server';
import { certificateFilterSchema } from '$lib/features/certificates';
import {
	expiryAhead,
	exportRegister,
	issueCertificates,
	listCertificates,
	revokeCertificate
} from '$lib/features/certificates/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenUnit } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

/** Those issued on the usual day run out on 2028-03-01. */
const LATER = new Date('2027-12-10T02:00:00Z');

onEveryDatabase('the register of certificates', (world) => {
	const system = (now?: Date) => world.ctx(systemActor('test'), now);
	async function given(unit: GivenUnit, now?: Date) {
		const person = await givenPerson(world, { unit, name: '=王小明' });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(system(now), { groundIds: [attempt] });
		return { person, ...issued! };
	}
	const officer = async (unit: GivenUnit, now = LATER) =>
		world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: unit }), now);

	it('counts what runs out ahead, within what the reader may read', async () => {
		const [here, there] = [await givenUnit(world), await givenUnit(world)];
		await given(here);
		await given(here, new Date('2026-04-15T02:00:00Z'));
		const { id } = await given(here);
		await revokeCertificate(system(), { certificateId: id, category: 'other', reason: '核实' });
		await given(there);
		const { months, totals } = await expiryAhead(await officer(here));
		expect(months[0]).toBe('2027-12');
		expect(Object.fromEntries(months.map((month, i) => [month, totals[i]]))).toMatchObject({
			...{ '2027-12': 0, '2028-03': 1, '2028-04': 1 }
		});
		const branches = (await expiryAhead(system(LATER))).branches;
		expect(branches.reduce((sum, { total }) => sum + total, 0)).toBe(3);
		const listed = await listCertificates(
			await officer(here),
			certificateFilterSchema.parse({ expires: '2028-04' })
		);
		expect(listed.total).toBe(1);
		expect(await refusalOf(expiryAhead(world.ctx(await givenPerson(world))))).toBe('access.forbidden');
	});

	it('goes out as CSV and as a workbook, whole and recorded, and runs no formula', async () => {
		const unit = await givenUnit(world);
		const numbers: string[] = [];
		for (let i = 0; i < 27; i++) numbers.push((await given(unit)).number);
		const ctx = await officer(unit);
		const filter = certificateFilterSchema.parse({ sort: 'number', dir: 'asc' });
		const csv = new TextDecoder().decode(await exportRegister(ctx, filter, 'csv'));
		const lines = csv.trim().split(/\r?\n/);
		expect(lines.length).toBe(28);
		for (const number of numbers) expect(csv).toContain(number);
		expect(csv).not.toMatch(/(^|,)"?=王/m);
		const xlsx = await exportRegister(ctx, filter, 'xlsx');
		expect(Buffer.from(xlsx.slice(0, 2)).toString()).toBe('PK');
		const audited = await world.db
			.select()
			.from(auditLog)
			.where(eq(auditLog.action, 'certificates.register.export'));
		expect(audited.map(({ after }) => (after as { certificates: number }).certificates)).toEqual([27, 27]);
		const person = world.ctx(await givenPerson(world));
		expect(await refusalOf(exportRegister(person, filter, 'csv'))).toBe('access.forbidden');
	});
});
