import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	confirmItems,
	getItem,
	getLaw,
	listItems,
	itemFilterSchema,
	listLaws,
	recordLawChange,
	reviewItems
} from '$lib/features/bank/index.server';
import { linkLaws } from '$lib/features/bank/links.server';
import { listChangedLaws } from '$lib/features/bank/queries/glance-items.server';
import { items, laws } from '$lib/features/bank/tables.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { newId } from '$lib/shared/ids';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenBank } from '../exams/given';

onEveryDatabase('laws that items cite', (world) => {
	const find = async (code: string) => (await world.db.select().from(items).where(eq(items.code, code)))[0]!;

	it('lists every citing item when a law changes, and has them reviewed again where asked', async () => {
		const { author, reviewer } = await givenBank(world);
		const [one, two, three] = [await find('law-001'), await find('law-002'), await find('law-003')];
		await linkLaws(world.db, NOW, [
			{ itemId: one.id, laws: ['民法典第六百八十六条', '民法典第四百零二条'], enemies: [] },
			{ itemId: two.id, laws: ['《民法典》'], enemies: [] },
			{ itemId: three.id, laws: ['反洗钱法第二十九条'], enemies: [] }
		]);
		await world.db.update(items).set({ reviewAgainOn: '2026-04-01' }).where(eq(items.id, two.id));
		const [law] = await world.db.select().from(laws).where(eq(laws.name, '民法典'));
		const { rows } = await listLaws(world.ctx(reviewer), { q: '', page: 1 });
		expect(rows.map(({ name, items }) => [name, items])).toEqual([
			['民法典', 2],
			['反洗钱法', 1]
		]);
		const change = { lawId: law!.id, inForceOn: '2026-07-01', note: '修订保证期间' };
		expect(await recordLawChange(world.ctx(author), { ...change, reviewAgain: false })).toEqual({ items: 2 });
		expect((await find('law-001')).reviewAgainOn).toBeNull();
		expect(await recordLawChange(world.ctx(reviewer), { ...change, reviewAgain: true })).toEqual({
			items: 2
		});
		expect((await find('law-001')).reviewAgainOn).toBe('2026-07-01');
		// An earlier day stays.
		expect((await find('law-002')).reviewAgainOn).toBe('2026-04-01');
		expect((await find('law-003')).reviewAgainOn).toBeNull();
		const told = JSON.stringify(await listNotifications(world.ctx(author)));
		expect(told).toContain('bank.law_changed');
		const page = await getLaw(world.ctx(reviewer), law!.id);
		expect(page).toMatchObject({
			total: 2,
			law: { inForceOn: '2026-07-01' },
			changes: [{ note: '修订保证期间' }, {}]
		});
		expect(page.citing.map(({ code, articles }) => [code, articles.length])).toEqual([
			['law-001', 2],
			['law-002', 0]
		]);
	});

	it('lets another person than its author say that a due item is still right, so that it leaves the lists', async () => {
		const { author, reviewer } = await givenBank(world);
		const [cites, due, fresh] = [await find('law-001'), await find('law-004'), await find('law-003')];
		await world.db.update(items).set({ reviewAgainOn: '2026-01-02' }).where(eq(items.id, due.id));
		expect([cites.status, due.status]).toEqual(['ready', 'ready']);
		const on = '2099-01-01';
		const later = new Date(NOW.getTime() + 86_400_000);
		const ctx = world.ctx(reviewer, later);
		const both = { itemIds: [cites.id, due.id], on };
		expect((await getItem(ctx, cites.id)).may.confirm).toBe(true);
		expect((await getItem(ctx, cites.id)).changedLaws).toMatchObject([{ name: '民法典' }]);
		expect((await getItem(world.ctx(author, later), due.id)).may.confirm).toBe(false);
		await expect(confirmItems(world.ctx(author, later), both)).rejects.toMatchObject({ kind: 'forbidden' });
		await world.db.update(items).set({ setterId: reviewer.id, reviewerId: null }).where(eq(items.id, due.id));
		await expect(confirmItems(ctx, both)).rejects.toMatchObject({ kind: 'forbidden' });
		await world.db.update(items).set({ setterId: author.id }).where(eq(items.id, due.id));
		await expect(confirmItems(ctx, { itemIds: [fresh.id], on })).rejects.toMatchObject({
			code: 'bank.item.not_due'
		});
		await expect(confirmItems(ctx, { ...both, on: '2026-01-01' })).rejects.toMatchObject({
			fields: { on: 'bank.item.next_past' }
		});
		await expect(reviewItems(ctx, { itemIds: [due.id], to: 'ready' })).rejects.toMatchObject({
			kind: 'conflict'
		});
		const [first, second] = await Promise.allSettled([confirmItems(ctx, both), confirmItems(ctx, both)]);
		expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
		expect(await find('law-004')).toMatchObject({
			...{ status: 'ready', reviewAgainOn: on, reviewerId: reviewer.id, reviewedAt: later }
		});
		const { rows } = await listItems(ctx, itemFilterSchema.parse({ due: 'yes' }));
		expect(rows.map(({ code }) => code)).not.toContain('law-004');
		// Of the two that cite the law one is still to be looked at.
		expect((await listChangedLaws(ctx)).find(({ name }) => name === '民法典')?.items).toBe(1);
		expect((await getItem(ctx, cites.id)).changedLaws).toEqual([]);
		const [audit] = await world.db.select().from(auditLog).where(eq(auditLog.action, 'bank.item.confirm'));
		expect(audit!.after).toEqual({ codes: ['law-001', 'law-004'], on });
	});

	it('is recorded by authors and reviewers only, and never rewritten', async () => {
		const { author } = await givenBank(world);
		const [law] = await world.db.select().from(laws).limit(1);
		const change = { lawId: law!.id, inForceOn: '2026-07-01', note: 'x', reviewAgain: true };
		for (const role of ['trainee', 'auditor', 'hrOfficer'] as const) {
			const person = await givenPerson(world, { roles: [role] });
			await expect(recordLawChange(world.ctx(person), change)).rejects.toMatchObject({ kind: 'forbidden' });
		}
		const nowhere = { ...change, lawId: newId(NOW) };
		await expect(recordLawChange(world.ctx(author), nowhere)).rejects.toMatchObject({ kind: 'not_found' });
		const trainee = await givenPerson(world);
		await expect(getLaw(world.ctx(trainee), law!.id)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(listLaws(world.ctx(trainee), { q: '', page: 1 })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(world.db.execute(sql`update law_changes set note = ''`)).rejects.toThrow();
	});
});
