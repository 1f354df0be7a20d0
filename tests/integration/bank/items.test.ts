import { and, count, eq, like } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	getItem,
	importContent,
	itemFilterSchema,
	listItems,
	loadBank,
	reviewItems,
	submitItems
} from '$lib/features/bank/index.server';
import { itemKeys, items, itemVersions } from '$lib/features/bank/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { bank, givenBank, givenItems, question } from '../exams/given';

onEveryDatabase('the question bank', (world) => {
	const idOf = async (code: string) =>
		(await world.db.select().from(items).where(eq(items.code, code)))[0]!.id;

	it('imports questions as drafts once, however often', async () => {
		const author = await givenPerson(world, { roles: ['author'] });
		const { length } = loadBank().items;
		const first = await importContent(world.ctx(author));
		expect(first).toEqual({ created: length, changed: 0, unchanged: 0 });
		expect(await importContent(world.ctx(author))).toEqual({ created: 0, changed: 0, unchanged: length });
		const rows = await world.db.select().from(items);
		expect(rows.every(({ status, setterId }) => status === 'draft' && setterId === author.id)).toBe(true);
	});

	it('keeps what is right out of what a candidate is shown', async () => {
		const rows = await world.db.select({ shown: itemVersions.shown }).from(itemVersions);
		expect(JSON.stringify(rows)).not.toMatch(/"(correct|explanation|accepted|pairs|share|rubric|model)":/);
	});

	it('makes a changed question its next version, a draft again', async () => {
		const { author, reviewer } = await givenBank(world);
		const changed = question('law-001', 'single', ['d'], 'changed');
		const before = await idOf('law-001');
		expect(await importContent(world.ctx(author), { cases: [], items: [changed] })).toEqual({
			created: 0,
			changed: 1,
			unchanged: 0
		});
		const item = await getItem(world.ctx(reviewer), before);
		expect(item).toMatchObject({ status: 'draft', reviewer: null, question: { correct: 'd' } });
		expect(item.version).toBeGreaterThan(1);
		const keys = await world.db
			.select({ n: count() })
			.from(itemKeys)
			.innerJoin(itemVersions, eq(itemVersions.id, itemKeys.itemVersionId))
			.where(eq(itemVersions.itemId, before));
		expect(keys[0]!.n).toBe(item.version);
		await submitItems(world.ctx(author), { itemIds: [before] });
		await reviewItems(world.ctx(reviewer), { itemIds: [before], to: 'ready' });
	});

	it('lets a second person review, not the setter, nor anybody without the role', async () => {
		const { author, reviewer } = await givenBank(world);
		const both = await givenPerson(world, { roles: ['author', 'itemReviewer'] });
		await givenItems(world, both, [question('ethics-901', 'single', ['a'])]);
		const itemIds = [await idOf('ethics-901')];
		const review = (who: typeof both, to: 'ready' | 'retired' = 'ready') =>
			reviewItems(world.ctx(who), { itemIds, to });
		await expect(review(both)).rejects.toMatchObject({ kind: 'forbidden', code: 'access.separation.setter' });
		await expect(review(author)).rejects.toMatchObject({ kind: 'forbidden' });
		await review(reviewer);
		await expect(review(reviewer)).rejects.toMatchObject({ kind: 'conflict', code: 'bank.item.status' });
		await review(reviewer, 'retired');
		await expect(review(reviewer)).rejects.toMatchObject({ code: 'bank.item.status' });
	});

	it('reviews several or none', async () => {
		const { author, reviewer } = await givenBank(world);
		await givenItems(world, author, [question('ethics-902', 'single', ['a'])]);
		const fresh = await idOf('ethics-902');
		const ready = await idOf('products-001');
		await expect(
			reviewItems(world.ctx(reviewer), { itemIds: [fresh, ready], to: 'ready' })
		).rejects.toMatchObject({ kind: 'conflict' });
		expect((await getItem(world.ctx(reviewer), fresh)).status).toBe('inReview');
		const raced = await Promise.allSettled(
			[1, 2].map(() => reviewItems(world.ctx(reviewer), { itemIds: [fresh], to: 'ready' }))
		);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	it('filters, sorts and pages in the database; shows nobody else anything', async () => {
		const { author } = await givenBank(world);
		const ctx = world.ctx(author);
		const list = (raw: object) => listItems(ctx, itemFilterSchema.parse(raw));
		const laws = await list({ area: 'law', type: 'multiple', sort: 'difficulty', dir: 'desc' });
		expect(laws.total).toBeGreaterThan(0);
		expect(laws.rows.every(({ area, type }) => area === 'law' && type === 'multiple')).toBe(true);
		expect((await list({ q: '题干 changed' })).rows.map(({ code }) => code)).toEqual(['law-001']);
		expect((await list({ q: '100%_\\ 无此题' })).total).toBe(0);
		expect((await list({ sort: 'drop table', page: '-3' })).page).toBe(1);
		expect(JSON.stringify(await list({}))).not.toMatch(/"(explanation|correct)":/);
		const trainee = await givenPerson(world);
		await expect(listItems(world.ctx(trainee), itemFilterSchema.parse({}))).rejects.toMatchObject({
			kind: 'forbidden'
		});
		const [some] = await world.db
			.select()
			.from(items)
			.where(and(like(items.code, 'law-%')));
		await expect(getItem(world.ctx(trainee), some!.id)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(importContent(world.ctx(trainee), { cases: [], items: bank })).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});
});
