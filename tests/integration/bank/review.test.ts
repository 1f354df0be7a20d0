import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { reviewItemsSchema } from '$lib/features/bank';
import {
	addComment,
	countWaiting,
	getItem,
	getItemSurroundings,
	itemFilterSchema,
	listItems,
	reviewItems,
	setReviewAgain,
	setUse,
	submitItems
} from '$lib/features/bank/index.server';
import {
	assemblies,
	items,
	itemVersions,
	paperItems,
	papers,
	practiceItems,
	practiceSets
} from '$lib/features/bank/tables.server';
import { listShownTo } from '$lib/features/exams/index.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { newId } from '$lib/shared/ids';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenAttempt, givenBank, givenItems, question } from '../exams/given';

onEveryDatabase('the life of questions', (world) => {
	const find = async (code: string) => (await world.db.select().from(items).where(eq(items.code, code)))[0]!;
	let made = 100;
	/** An item that waits for review. */
	const waiting = async () => {
		const { author } = await givenBank(world);
		const code = `business-${made++}`;
		await givenItems(world, author, [question(code, 'single', ['a'])]);
		return find(code);
	};

	it('gives an item back with a reason that its setter reads, and takes it again', async () => {
		const { author, reviewer } = await givenBank(world);
		const item = await waiting();
		const back = { itemIds: [item.id], to: 'draft' as const };
		const unread = reviewItemsSchema.safeParse(back);
		expect(unread.error!.issues[0]).toMatchObject({
			path: ['comment'],
			message: 'bank.item.comment_required'
		});
		await reviewItems(world.ctx(reviewer), { ...back, comment: '选项过短' });
		const { comments } = await getItemSurroundings(world.ctx(author), item.id);
		expect(comments).toMatchObject([{ body: '选项过短', by: reviewer.name, version: 1 }]);
		const told = await listNotifications(world.ctx(author));
		expect(JSON.stringify(told)).toContain('bank.returned');
		await submitItems(world.ctx(author), { itemIds: [item.id] });
		await reviewItems(world.ctx(reviewer), { itemIds: [item.id], to: 'ready' });
		expect((await getItem(world.ctx(reviewer), item.id)).may.review).toEqual(['quarantined', 'retired']);
		await reviewItems(world.ctx(reviewer), { itemIds: [item.id], to: 'quarantined', comment: '有争议' });
		await reviewItems(world.ctx(reviewer), { itemIds: [item.id], to: 'ready' });
	});

	it('lets authors and reviewers comment on the version that stands, nobody else', async () => {
		const { author, reviewer } = await givenBank(world);
		const item = await waiting();
		await addComment(world.ctx(reviewer), { itemId: item.id, body: '题干宜更短' });
		await addComment(world.ctx(author), { itemId: item.id, body: '好' });
		expect((await getItemSurroundings(world.ctx(author), item.id)).comments.map(({ body }) => body)).toEqual([
			'题干宜更短',
			'好'
		]);
		expect(JSON.stringify(await listNotifications(world.ctx(author)))).toContain('bank.commented');
		for (const role of ['trainee', 'auditor', 'hrOfficer'] as const) {
			const person = await givenPerson(world, { roles: [role] });
			await expect(addComment(world.ctx(person), { itemId: item.id, body: 'x' })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		await expect(addComment(world.ctx(author), { itemId: newId(NOW), body: 'x' })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(world.db.execute(sql`delete from item_comments`)).rejects.toThrow();
	});

	it('keeps items on open papers out of practice, and practised ones out of exams', async () => {
		const { author, blueprintId } = await givenBank(world);
		const ctx = world.ctx(author);
		const item = await waiting();
		const assemblyId = newId(NOW);
		await world.db
			.insert(assemblies)
			.values({ id: assemblyId, blueprintId, papers: 1, seed: 's', status: 'done', requestedAt: NOW });
		const paperId = newId(NOW);
		await world.db.insert(papers).values({
			id: paperId,
			assemblyId,
			blueprintId,
			form: 'A',
			status: 'draft',
			realised: {},
			createdAt: NOW
		});
		await world.db
			.insert(paperItems)
			.values({ paperId, position: 1, itemVersionId: item.versionId, optionOrder: [], marks: 1 });
		const free = await waiting();
		const both = { itemIds: [item.id, free.id] };
		await expect(setUse(ctx, { ...both, use: 'practice' })).rejects.toMatchObject({
			code: 'bank.item.on_paper',
			params: { code: item.code }
		});
		expect((await find(free.code)).use).toBe('exam');
		await world.db.update(papers).set({ status: 'withdrawn' }).where(eq(papers.id, paperId));
		expect(await setUse(ctx, { ...both, use: 'practice' })).toEqual({ changed: 2 });
		expect(await setUse(ctx, { ...both, use: 'practice' })).toEqual({ changed: 0 });
		expect(await setUse(ctx, { itemIds: [free.id], use: 'exam' })).toEqual({ changed: 1 });
		const setId = newId(NOW);
		await world.db.insert(practiceSets).values({ id: setId, personId: author.id, startedAt: NOW });
		await world.db
			.insert(practiceItems)
			.values({ setId, position: 1, itemVersionId: item.versionId, optionOrder: [] });
		await expect(setUse(ctx, { itemIds: [item.id], use: 'exam' })).rejects.toMatchObject({
			code: 'bank.item.practised'
		});
		for (const role of ['trainee', 'itemReviewer', 'auditor'] as const) {
			const person = await givenPerson(world, { roles: [role] });
			await expect(setUse(world.ctx(person), { itemIds: [free.id], use: 'practice' })).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		await expect(setUse(ctx, { itemIds: [newId(NOW)], use: 'exam' })).rejects.toMatchObject({
			kind: 'not_found'
		});
	});

	it('lists what is due to be reviewed again', async () => {
		const { author, reviewer } = await givenBank(world);
		const item = await waiting();
		const due = async () =>
			(await listItems(world.ctx(author), itemFilterSchema.parse({ due: 'yes' }))).rows.map(
				({ code }) => code
			);
		const before = (await countWaiting(world.ctx(author))).due;
		await setReviewAgain(world.ctx(reviewer), { itemIds: [item.id], on: '2026-03-03' });
		expect(await due()).not.toContain(item.code);
		await setReviewAgain(world.ctx(author), { itemIds: [item.id], on: '2026-03-02' });
		expect(await due()).toContain(item.code);
		expect((await countWaiting(world.ctx(author))).due).toBe(before + 1);
		await setReviewAgain(world.ctx(author), { itemIds: [item.id], on: null });
		expect(await due()).not.toContain(item.code);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		await expect(setReviewAgain(world.ctx(auditor), { itemIds: [item.id], on: null })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(
			setReviewAgain(world.ctx(author), { itemIds: [newId(NOW)], on: null })
		).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('names the candidates who saw an item to those who read results, and to nobody else', async () => {
		const { candidate, attemptId } = await givenAttempt(world);
		const [row] = (await world.db
			.execute(
				sql`select v.item_id as id from attempt_items a
			join item_versions v on v.id = a.item_version_id where a.attempt_id = ${attemptId}::uuid limit 1`
			)
			.then((found) => (Array.isArray(found) ? found : (found as unknown as { rows: unknown[] }).rows))) as {
			id: string;
		}[];
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		expect(await listShownTo(world.ctx(auditor), row!.id)).toMatchObject([
			{ name: candidate.name, version: 1 }
		]);
		const { author } = await givenBank(world);
		expect(await listShownTo(world.ctx(author), row!.id)).toBeNull();
		expect(await listShownTo(world.ctx(candidate), row!.id)).toBeNull();
	});

	it('filters by everything that a list asks, and counts no further than it must', async () => {
		const { author } = await givenBank(world);
		const list = (raw: object) => listItems(world.ctx(author), itemFilterSchema.parse(raw));
		const setter = (await find('law-001')).setterId!;
		for (const filter of [
			{ level: 'apply' },
			{ use: 'practice' },
			{ setter },
			{ exposure: 'never' },
			{ exposure: 'near' }
		]) {
			const { rows, isMore } = await list(filter);
			expect(isMore).toBe(false);
			expect(rows.length).toBeLessThanOrEqual(25);
		}
		expect((await list({ level: 'analyse' })).total).toBe(0);
		expect((await list({ tag: "'; drop table items" })).total).toBe(0);
		expect((await list({ module: 'none' })).total).toBe(0);
		expect((await list({ q: 'LAW-001' })).rows.map(({ code }) => code)).toContain('law-001');
		const byChange = await list({ sort: 'changed', dir: 'desc' });
		expect(byChange.rows.length).toBe(25);
		const [version] = await world.db.select().from(itemVersions).limit(1);
		expect(JSON.stringify(byChange)).not.toContain('correct');
		expect(version).toBeDefined();
	});
});
