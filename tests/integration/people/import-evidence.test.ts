import { count, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { importEvidence, previewEvidence, recordEvidence } from '$lib/features/people/index.server';
import { evidence } from '$lib/features/people/tables.server';
import type { Preview } from '$lib/shared/import';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';

const inOrder = ({ lines }: Preview) => [...lines].sort((a, b) => a.line - b.line);

onEveryDatabase('import evidence', (world) => {
	const rowsOf = async (personId: string) => {
		const [row] = await world.db.select({ n: count() }).from(evidence).where(eq(evidence.personId, personId));
		return row!.n;
	};
	const file = (...lines: string[]) => ['工号,假别,开始日期,结束日期', ...lines].join('\n');

	it('says what is wrong with each line and enters nothing before it is confirmed', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const ctx = world.ctx(hr);
		const [a, b, stranger, gone] = [
			await givenPerson(world, { unit: mine }),
			await givenPerson(world, { unit: mine }),
			await givenPerson(world, { unit: other }),
			await givenPerson(world, { unit: mine, status: 'left' })
		];
		await recordEvidence(ctx, {
			personId: b.id,
			kind: 'leave',
			validFrom: '2026-01-05',
			data: { kind: 'sick' }
		});
		const text = file(
			`${a.employeeNo.toLowerCase()},产假,2026/2/1,2026-07-08`,
			`NOBODY,产假,2026-02-01,`,
			`${stranger.employeeNo},产假,2026-02-01,`,
			`${gone.employeeNo},产假,2026-02-01,`,
			`${hr.employeeNo},产假,2026-02-01,`,
			`${a.employeeNo},产假,2026-02-01,`,
			`${b.employeeNo},病假,2026-01-05,`,
			`${b.employeeNo},探亲,2026-02-30,`,
			`${b.employeeNo},病假,2026-04-01,2026-03-01`
		);
		const preview = await previewEvidence(ctx, { kind: 'leave', text });
		expect([preview.ready, preview.refused]).toEqual([1, 8]);
		const codes = inOrder(preview).map(({ problems }) => problems.map(({ code }) => code));
		expect(codes).toEqual([
			[],
			['app.import.unknown_person'],
			['app.import.outside'],
			['app.import.not_active'],
			['access.separation.self'],
			['app.import.twice'],
			['people.evidence.duplicate'],
			['app.field.date', 'app.field.choice'],
			['people.evidence.future']
		]);
		expect(inOrder(preview)[0]).toMatchObject({ line: 2, about: a.name });
		expect(inOrder(preview)[5]?.problems[0]?.params).toEqual({ line: 2 });
		expect(await rowsOf(a.id)).toBe(0);

		expect(await importEvidence(ctx, { kind: 'leave', text })).toEqual({ entered: 1, left: 8 });
		expect(await rowsOf(a.id)).toBe(1);
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.personId, a.id));
		expect(entries.map(({ action }) => action)).toEqual(['people.evidence.record']);
		// The same file again enters nothing twice.
		expect(await importEvidence(ctx, { kind: 'leave', text })).toEqual({ entered: 0, left: 9 });
	});

	it('enters a file once when it is confirmed twice at a time', async () => {
		const ctx = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		const person = await givenPerson(world);
		const text = file(`${person.employeeNo},年休假,2026-02-02,2026-02-06`);
		const done = await Promise.all([1, 2].map(() => importEvidence(ctx, { kind: 'leave', text })));
		expect(done.map(({ entered }) => entered).sort()).toEqual([0, 1]);
		expect(await rowsOf(person.id)).toBe(1);
	});

	it('is not for whoever records no evidence', async () => {
		const person = await givenPerson(world);
		const text = file(`${person.employeeNo},年休假,2026-02-02,`);
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor', 'administrator'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			await expect(previewEvidence(ctx, { kind: 'leave', text })).rejects.toMatchObject({
				kind: 'forbidden'
			});
			await expect(importEvidence(ctx, { kind: 'leave', text })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
	});
});
