import { eq, inArray } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import {
	getCoverage,
	getSupply,
	importContent,
	itemFilterSchema,
	listChangedLaws,
	listDoubtful,
	listItems,
	listMostShown,
	publishBlueprint
} from '$lib/features/bank/index.server';
import {
	itemExposures,
	itemLaws,
	items,
	itemStatistics,
	lawChanges,
	laws
} from '$lib/features/bank/tables.server';
import { findComingSitting } from '$lib/features/exams/index.server';
import { newId } from '$lib/shared/ids';
import type { Context } from '$lib/server/context';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { ANNOUNCED, bank, blueprint, givenBank, givenSitting, question } from '../exams/given';

onEveryDatabase('the bank at a glance', (world) => {
	let ctx: Context;
	const idOf = async (code: string) => (await world.db.select().from(items).where(eq(items.code, code)))[0]!;
	const listed = async (filter: Record<string, string>) =>
		(await listItems(ctx, itemFilterSchema.parse(filter))).total;

	beforeAll(async () => {
		const { author, reviewer } = await givenBank(world);
		ctx = world.ctx(reviewer, ANNOUNCED);
		await importContent(world.ctx(author, ANNOUNCED), {
			cases: [],
			items: [
				question('law-201', 'single', ['a']),
				{ ...question('law-202', 'single', ['a']), use: 'practice' }
			]
		});
	});

	it('counts by area, level, kind, state and use, as the lists that its figures lead to', async () => {
		const exam = await getCoverage(ctx, 'exam');
		const law = exam.cells.find(({ area, level }) => area === 'law' && level === 'apply')!;
		expect(law.counts).toMatchObject({ ready: 4, draft: 1 });
		expect(law.counts.ready).toBe(
			await listed({ area: 'law', level: 'apply', use: 'exam', status: 'ready' })
		);
		expect(exam.total).toMatchObject({ ready: bank.length, draft: 1 });
		expect(exam.kinds.find(({ type }) => type === 'multiple')?.counts.ready).toBe(12);
		expect(exam.uses).toEqual({ exam: bank.length, practice: 0 });
		expect((await getCoverage(ctx, 'practice')).total).toMatchObject({ ready: 0, draft: 1 });
	});

	it('tells how old reviews are, what is due and what was never used', async () => {
		const ids = await Promise.all(
			['law-001', 'law-002', 'law-003'].map(async (code) => (await idOf(code)).id)
		);
		const reviewed = (id: string, reviewedAt: Date) =>
			world.db.update(items).set({ reviewedAt }).where(eq(items.id, id));
		// The day counts in Shanghai, where 20 February has begun.
		await reviewed(ids[0]!, new Date('2025-02-19T15:59:59Z'));
		await reviewed(ids[1]!, new Date('2025-02-19T16:00:00Z'));
		await reviewed(ids[2]!, new Date('2023-01-01T00:00:00Z'));
		await world.db
			.update(items)
			.set({ reviewAgainOn: '2026-02-20' })
			.where(inArray(items.id, ids.slice(1)));
		const sittingId = await givenSitting(world);
		await world.db
			.insert(itemExposures)
			.values({ itemId: ids[0]!, sittingId, shown: 7, lastShownAt: ANNOUNCED });
		const coverage = await getCoverage(ctx, 'exam');
		expect(coverage).toMatchObject({
			...{ ages: { fresh: bank.length - 2, aging: 1, old: 1 }, due: 2, never: bank.length - 1 }
		});
		for (const [reviewed, count] of Object.entries(coverage.ages))
			expect(await listed({ reviewed, status: 'ready', use: 'exam' })).toBe(count);
		expect(await listed({ due: 'yes', use: 'exam' })).toBe(2);
		expect(await listMostShown(ctx)).toMatchObject([{ code: 'law-001', shown: 7, sittings: 1 }]);
	});

	it('names what the next sitting’s blueprint lacks', async () => {
		const { officer, blueprintId } = await givenBank(world);
		const sitting = await findComingSitting(ctx);
		expect(sitting?.blueprintId).toBe(blueprintId);
		const more = { ...blueprint, code: 'larger', items: 30 };
		const cells = [
			{ area: 'law', from: 5, to: 9 },
			{ area: 'law', type: 'multiple' as const, from: 2, to: 2 },
			{ type: 'essay' as const, from: 1, to: 1 }
		];
		const { id } = await publishBlueprint(world.ctx(officer), { ...more, cells });
		expect(await getSupply(ctx, null, blueprintId)).toMatchObject({ id: blueprintId, short: false });
		// Nothing is planned: the newest.
		const supply = (await getSupply(ctx, null, null))!;
		expect(supply).toMatchObject({ id, ready: bank.length, items: 30, short: true });
		expect(supply.cells.map(({ ready, short }) => [ready, short])).toEqual([
			...[[4, true] as const, [2, false] as const, [0, true] as const]
		]);
		expect(supply.others).toHaveLength(2);
		expect(await getSupply(ctx, blueprintId, id)).toMatchObject({ id: blueprintId });
		// What is forbidden or was shown too often counts no more.
		const forbidden = [(await idOf('law-002')).id];
		const strict = { ...more, code: 'strict', cells, forbidden, exposure: 6 };
		const { id: strictId } = await publishBlueprint(world.ctx(officer), strict);
		expect((await getSupply(ctx, strictId, null))!.cells.map(({ ready }) => ready)).toEqual([2, 1, 0]);
	});

	it('names items whose figures ask for a review, from thirty candidates on', async () => {
		const figures = [
			['law-001', 0.5, 0.4, 100],
			['law-002', 0.1, 0.3, 30],
			['law-003', 0.99, null, 30],
			['law-004', 0.6, -0.2, 30],
			['ethics-001', 0.1, 0, 29]
		] as const;
		for (const [code, facility, discrimination, candidates] of figures) {
			const { versionId: itemVersionId } = await idOf(code);
			const row = { itemVersionId, facility, discrimination, candidates, computedAt: ANNOUNCED };
			await world.db.insert(itemStatistics).values(row);
		}
		const { rows, total } = await listDoubtful(ctx);
		expect(total).toBe(3);
		expect(rows.map(({ code, reasons }) => [code, ...reasons])).toEqual([
			['law-004', 'flat'],
			['law-002', 'hard'],
			['law-003', 'easy']
		]);
		expect(await listed({ figures: 'doubtful' })).toBe(3);
	});

	it('names laws that changed after their items were reviewed', async () => {
		const law = { id: newId(ANNOUNCED), name: '测试法', createdAt: ANNOUNCED };
		await world.db.insert(laws).values(law);
		for (const code of ['law-001', 'law-004'])
			await world.db.insert(itemLaws).values({ itemId: (await idOf(code)).id, lawId: law.id });
		expect(await listChangedLaws(ctx)).toEqual([]);
		// Of the two, one was reviewed after the change was recorded.
		await world.db.insert(lawChanges).values({
			...{ id: newId(ANNOUNCED), lawId: law.id, inForceOn: '2026-03-01', note: '修订' },
			recordedAt: new Date('2026-02-01T00:00:00Z')
		});
		expect(await listChangedLaws(ctx)).toEqual([
			{ id: law.id, name: '测试法', inForceOn: '2026-03-01', items: 1 }
		]);
	});

	it('is for those who read the bank', async () => {
		const trainee = world.ctx(await givenPerson(world));
		const refused = expect.objectContaining({ kind: 'forbidden' });
		await expect(getCoverage(trainee, 'exam')).rejects.toEqual(refused);
		await expect(getSupply(trainee, null, null)).rejects.toEqual(refused);
		for (const list of [listMostShown, listDoubtful, listChangedLaws])
			await expect(list(trainee)).rejects.toEqual(refused);
	});
});
