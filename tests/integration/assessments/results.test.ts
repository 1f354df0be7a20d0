import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	getDistribution,
	getResult,
	importResults,
	listMissing,
	listPersonResults,
	listResults,
	previewResults,
	recordResult,
	resultSheet,
	getPeriod
} from '$lib/features/assessments/index.server';
import { distributionSteps, resultFilter } from '$lib/features/assessments';
import { auditLog } from '$lib/features/audit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { templateOf } from '$lib/server/import';
import type { Preview } from '$lib/shared/import';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenPeriod, NOW, points } from './given';

const filter = (address = '') => resultFilter(new URLSearchParams(address), distributionSteps);

const inOrder = ({ lines }: Preview) => [...lines].sort((a, b) => a.line - b.line);

onEveryDatabase('record result', (world) => {
	const officer = async () => world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), NOW);

	it('records, tells the person, and corrects by a new row', async () => {
		const ctx = await officer();
		const periodId = await givenPeriod(world);
		const person = await givenPerson(world);
		const input = { periodId, personId: person.id, source: '考核表', previous: null };
		const { id } = await recordResult(ctx, { ...input, scores: { ...points(90), risk: 55.25 } });
		const second = { ...input, scores: points(80), source: '风险指标计算有误', previous: id };
		await recordResult(ctx, second);
		const own = await listPersonResults(world.ctx(person, NOW), person.id);
		expect(own.map(({ total, replaced, source }) => [total, replaced, source])).toEqual([
			[8000, false, '风险指标计算有误'],
			[8305, true, '考核表']
		]);
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.personId, person.id));
		expect(entries).toMatchObject([
			{ action: 'assessments.result.record', before: null, after: { total: 8305 } },
			{ action: 'assessments.result.record', before: { total: 8305 }, after: { total: 8000 } }
		]);
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
		expect(told.map(({ kind }) => kind).sort()).toEqual(['assessments.corrected', 'assessments.recorded']);
	});

	it('lets one of two at a time through', async () => {
		const ctx = await officer();
		const input = {
			...{ periodId: await givenPeriod(world), personId: (await givenPerson(world)).id },
			...{ source: '考核表', previous: null }
		};
		const both = await Promise.allSettled(
			[70, 71].map((of) => recordResult(ctx, { ...input, scores: points(of) }))
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { kind: 'conflict', code: 'assessments.result.changed' }
		});
	});

	it('refuses wrong points, a period that runs, one’s own, other units and other roles', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const ctx = world.ctx(hr, NOW);
		const person = await givenPerson(world, { unit: mine });
		const input = {
			...{ periodId: await givenPeriod(world), personId: person.id, scores: points(80) },
			...{ source: '考核表', previous: null }
		};
		await expect(recordResult(ctx, { ...input, scores: { ...points(80), risk: 101 } })).rejects.toMatchObject(
			{
				fields: { 'scores.risk': 'assessments.result.points' }
			}
		);
		const running = await givenPeriod(world, '2026-12-31');
		await expect(recordResult(ctx, { ...input, periodId: running })).rejects.toMatchObject({
			code: 'assessments.result.early'
		});
		await expect(recordResult(ctx, { ...input, personId: hr.id })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		const stranger = await givenPerson(world, { unit: other });
		await expect(recordResult(ctx, { ...input, personId: stranger.id })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(getResult(ctx, input.periodId, stranger.id)).rejects.toMatchObject({ kind: 'forbidden' });
		for (const role of ['trainee', 'mentor', 'hrApprover', 'committeeMember', 'auditor'] as const) {
			const refused = world.ctx(await givenPerson(world, { roles: [role] }), NOW);
			await expect(recordResult(refused, input)).rejects.toMatchObject({ kind: 'forbidden' });
		}
	});

	it('lists, narrows, sorts and counts what counts, and who is missing', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine }), NOW);
		const periodId = await givenPeriod(world, '2025-12-31');
		const people = await Promise.all([55, 85, 95].map(() => givenPerson(world, { unit: mine })));
		const left = await givenPerson(world, { unit: mine });
		await givenPerson(world, { unit: mine, hiredOn: '2026-02-01' });
		const stranger = await givenPerson(world, { unit: other });
		const all = world.ctx(undefined, NOW);
		for (const [at, of] of [55, 85, 95].entries()) {
			const input = { periodId, personId: people[at]!.id, source: '考核表', previous: null };
			const { id } = await recordResult(all, { ...input, scores: points(40) });
			await recordResult(all, { ...input, scores: points(of), previous: id });
		}
		await recordResult(all, {
			...{ periodId, personId: stranger.id, scores: points(75), source: '考核表', previous: null }
		});
		const totals = async (address: string) =>
			(await listResults(hr, periodId, filter(address))).rows.map(({ total }) => total);
		expect(await totals('sort=total&dir=desc')).toEqual([9500, 8500, 5500]);
		expect(await totals('from=80')).toEqual([8500]);
		expect(await totals(`q=${people[0]!.employeeNo}`)).toEqual([5500]);
		expect(await totals(`unit=${other.id}`)).toEqual([]);
		expect((await getDistribution(hr, periodId, filter())).map(({ people }) => people)).toEqual([
			1, 0, 0, 1, 1
		]);
		const period = await getPeriod(hr, periodId);
		expect((await listMissing(hr, period, filter())).rows.map(({ id }) => id)).toEqual([left.id]);
	});

	it('takes a file: what is wrong is told, what is right enters, corrections too', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const ctx = world.ctx(hr, NOW);
		const periodId = await givenPeriod(world);
		const [a, b, c] = await Promise.all([1, 2, 3].map(() => givenPerson(world, { unit: mine })));
		const stranger = await givenPerson(world, { unit: other });
		for (const { id } of [b!, c!]) {
			await recordResult(ctx, {
				...{ periodId, personId: id, scores: points(70), source: '考核表', previous: null }
			});
		}
		const [head] = (await templateOf(resultSheet(await getPeriod(ctx, periodId)), 'zh-CN')).split('\r\n');
		const text = [
			head,
			`${a!.employeeNo},90,80,70.5,60,考核表`,
			`${b!.employeeNo},71,70,70,70,复核更正`,
			`${c!.employeeNo},70,70,70,70,考核表`,
			`${a!.employeeNo},1,1,1,1,考核表`,
			`${stranger.employeeNo},90,80,70,60,考核表`,
			`NOBODY,90,80,70,60,考核表`,
			`${hr.employeeNo},90,80,70,60,考核表`,
			`${c!.employeeNo},101,80,,60,`
		].join('\n');
		const preview = await previewResults(ctx, { periodId, text });
		expect(
			inOrder(preview).map(({ problems }) => problems.map(({ code, field }) => `${field} ${code}`))
		).toEqual([
			[],
			[],
			['null assessments.result.same'],
			['employeeNo app.import.twice'],
			['employeeNo app.import.outside'],
			['employeeNo app.import.unknown_person'],
			['employeeNo access.separation.self'],
			['source app.field.required']
		]);
		expect(await listPersonResults(ctx, a!.id)).toEqual([]);
		const both = await Promise.all([1, 2].map(() => importResults(ctx, { periodId, text })));
		expect(both.reduce((sum, { entered }) => sum + entered, 0)).toBe(2);
		expect((await listPersonResults(ctx, a!.id)).map(({ total }) => total)).toEqual([7858]);
		expect((await listPersonResults(ctx, b!.id)).map(({ total }) => total)).toEqual([7040, 7000]);
	});
});
