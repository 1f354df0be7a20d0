import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	correctEntry,
	creditFacts,
	getCreditOf,
	getMyCredit,
	listRequirements,
	recordCredit,
	setRequirement
} from '$lib/features/credit/index.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { race } from '../mentoring/story';
import { givenCredit, on } from './given';

const APRIL = on('2026-04-01');

onEveryDatabase('ledger of credit', (world) => {
	const staff = () => givenPerson(world, { roles: ['trainingOfficer'] });

	it('holds an entry once for a source and a person, and never changes it', async () => {
		const person = await givenPerson(world);
		const id = await givenCredit(world, person);
		const ctx = world.ctx(undefined, APRIL);
		const again = await withTransaction(ctx, (tx) =>
			recordCredit(tx, ctx, {
				...{ personId: person.id, source: { type: 'completion', id }, title: { 'zh-CN': '二', en: 'Two' } },
				...{ area: 'law', method: 'camp', minutes: 60, earnedOn: '2026-03-04' }
			})
		);
		expect(again).toBe(false);
		expect((await creditFacts(world.db, [person.id], { on: '2026-04-01' })).get(person.id)).toMatchObject([
			{ id, minutes: 120 }
		]);
		await expect(
			world.db.execute(sql`update credit_entries set minutes = 1 where id = ${id}`)
		).rejects.toThrow();
		await expect(world.db.execute(sql`delete from credit_entries where id = ${id}`)).rejects.toThrow();
	});

	it('is corrected by entries beside it, which the person is told of', async () => {
		const [person, officer] = [await givenPerson(world), await staff()];
		const entryId = await givenCredit(world, person);
		const correct = (minutes: number, seen: number) =>
			correctEntry(world.ctx(officer, APRIL), { entryId, minutes, seen, reason: '提前离场' });
		await correct(90, 120);
		await expect(correct(60, 120)).rejects.toMatchObject({ code: 'credit.entry.changed' });
		await expect(correct(90, 90)).rejects.toMatchObject({ code: 'credit.entry.same' });
		await correct(0, 90);
		expect((await creditFacts(world.db, [person.id], { on: '2026-04-01' })).size).toBe(0);
		await correct(120, 0);
		const mine = await getMyCredit(world.ctx(person, APRIL), null);
		expect(mine).toMatchObject({
			sum: { minutes: 120 },
			entries: [
				{
					...{ written: 120, minutes: 120 },
					corrections: [{ minutes: -30 }, { minutes: -90 }, { minutes: 120, by: officer.name }]
				}
			]
		});
		const told = (await listNotifications(world.ctx(person, APRIL), { page: 1 })).rows;
		expect(told.map(({ kind }) => kind)).toEqual([
			'credit.corrected',
			'credit.corrected',
			'credit.corrected'
		]);
	});

	it('is not corrected by oneself, by others, or by two at once', async () => {
		const here = await givenUnit(world);
		const person = await givenPerson(world, { unit: here, roles: ['trainee', 'trainingOfficer'] });
		const entryId = await givenCredit(world, person);
		const input = { entryId, minutes: 60, seen: 120, reason: '有误' };
		await expect(correctEntry(world.ctx(person, APRIL), input)).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		for (const roles of [['trainee'], ['mentor'], ['hrOfficer'], ['hrApprover'], ['auditor']] as const) {
			const other = await givenPerson(world, { roles });
			await expect(correctEntry(world.ctx(other, APRIL), input)).rejects.toMatchObject({
				code: 'access.forbidden'
			});
		}
		const [one, two] = [await staff(), await staff()];
		const both = await race([
			correctEntry(world.ctx(one, APRIL), input),
			correctEntry(world.ctx(two, APRIL), { ...input, minutes: 30 })
		]);
		expect(both).toEqual({ done: 1, refused: ['credit.entry.changed'] });
	});

	it('is read by the person, their unit’s staff and nobody else', async () => {
		const here = await givenUnit(world);
		const person = await givenPerson(world, { unit: here });
		await givenCredit(world, person);
		const read = async (options: Parameters<typeof givenPerson>[1]) =>
			getCreditOf(world.ctx(await givenPerson(world, options), APRIL), person.id, 2026);
		const officer = await read({ roles: ['trainingOfficer'], roleUnit: here });
		expect(officer).toMatchObject({ sum: { minutes: 120 }, mayCorrect: true });
		expect(await read({ roles: ['hrOfficer'] })).toMatchObject({ mayCorrect: false });
		expect(await read({ roles: ['auditor'] })).toMatchObject({ mayCorrect: false });
		const elsewhere = await givenUnit(world);
		await expect(read({ roles: ['trainingOfficer'], roleUnit: elsewhere })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(read({})).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('is held against what the year asks; the last word counts and the first stays', async () => {
		const [person, officer] = [await givenPerson(world), await staff()];
		await givenCredit(world, person);
		await givenCredit(world, person, { area: 'marketing', method: 'online', minutes: 60 });
		const ctx = world.ctx(officer, APRIL);
		await setRequirement(ctx, { year: 2026, minutes: 300, parts: [] });
		await setRequirement(world.ctx(officer, on('2026-04-02')), {
			...{
				year: 2026,
				minutes: 180,
				parts: [
					{ area: 'law', minutes: 120 },
					{ method: 'online', minutes: 90 }
				]
			}
		});
		const { requirements, maySet } = await listRequirements(ctx);
		expect(maySet).toBe(true);
		expect(requirements.map(({ minutes, inForce }) => [minutes, inForce])).toEqual([
			[180, true],
			[300, false]
		]);
		const mine = await getMyCredit(world.ctx(person, on('2026-04-03')), 2026);
		expect(mine.sum).toMatchObject({
			...{ minutes: 180, need: 180, met: false },
			parts: [
				{ area: 'law', have: 120, met: true },
				{ method: 'online', have: 60, met: false }
			]
		});
		expect(mine.byArea).toEqual([
			{ id: 'law', minutes: 120 },
			{ id: 'marketing', minutes: 60 }
		]);
		const refused = (input: Parameters<typeof setRequirement>[1], code: string) =>
			expect(setRequirement(ctx, input)).rejects.toMatchObject({ code });
		await refused({ year: 2024, minutes: 60, parts: [] }, 'credit.requirement.year');
		await refused(
			{ year: 2026, minutes: 60, parts: [{ area: 'law', minutes: 61 }] },
			'credit.requirement.part_over'
		);
		const twice = [
			{ area: 'law' as const, minutes: 10 },
			{ area: 'law' as const, minutes: 20 }
		];
		await refused({ year: 2026, minutes: 60, parts: twice }, 'credit.requirement.twice');
		for (const roles of [['trainee'], ['hrOfficer'], ['auditor']] as const) {
			const other = await givenPerson(world, { roles });
			await expect(
				setRequirement(world.ctx(other, APRIL), { year: 2026, minutes: 60, parts: [] })
			).rejects.toMatchObject({ code: 'access.forbidden' });
		}
	});
});
