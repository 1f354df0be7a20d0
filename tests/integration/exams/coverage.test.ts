import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { itemCases, items, itemVersions } from '$lib/features/bank/tables.server';
import { getProvenPaper, listProvenPapers } from '$lib/features/exams/index.server';
import { listDrawable } from '$lib/features/exams/pool.server';
import { prepareSitting } from '$lib/features/exams/prepare.server';
import { attemptItems, attemptPapers } from '$lib/features/exams/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { blueprint, givenBank, givenCandidate, givenItems, givenSitting, question, STARTED } from './given';

onEveryDatabase('proof of coverage of drawn papers', (world) => {
	it('counts every paper anew from its questions, for auditors and HR', async () => {
		const sittingId = await givenSitting(world);
		for (let i = 0; i < 3; i++) await givenCandidate(world, sittingId);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const ctx = world.ctx(auditor, STARTED);
		expect((await listProvenPapers(ctx, sittingId)).papers).toEqual([]);
		await prepareSitting(world.ctx(undefined, STARTED), { sittingId });
		const { papers, kept } = await listProvenPapers(ctx, sittingId);
		expect([papers.length, kept]).toEqual([3, 3]);
		expect(papers[0]).toMatchObject({ form: null, broken: 0, sums: { items: blueprint.items } });
		expect(JSON.stringify(papers)).not.toContain('stem');
		const one = papers[1]!;
		const { paper } = await getProvenPaper(ctx, sittingId, one.id);
		expect(paper.proof.rows.reduce((sum, row) => sum + row.items, 0)).toBe(blueprint.items);
		const cells = paper.proof.verdicts.filter(({ what }) => what === 'cell');
		expect(cells.map(({ cell }) => cell)).toEqual(blueprint.cells);
		expect(cells.every(({ met }) => met)).toBe(true);
	});

	it('tells of a paper that does not keep the blueprint, whatever drew it', async () => {
		const sittingId = await givenSitting(world);
		const candidate = await givenCandidate(world, sittingId);
		await prepareSitting(world.ctx(undefined, STARTED), { sittingId });
		const [drawn] = await world.db
			.select({ id: attemptPapers.id })
			.from(attemptPapers)
			.where(eq(attemptPapers.personId, candidate.id));
		const [first] = await world.db
			.select({ itemId: itemVersions.itemId, area: items.area })
			.from(attemptItems)
			.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
			.innerJoin(items, eq(items.id, itemVersions.itemId))
			.where(eq(attemptItems.attemptId, drawn!.id))
			.limit(1);
		// The bank comes to see the item as one of another area.
		const other = first!.area === 'law' ? 'ethics' : 'law';
		await world.db.update(items).set({ area: other }).where(eq(items.id, first!.itemId));
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		const { papers, kept } = await listProvenPapers(world.ctx(officer, STARTED), sittingId);
		expect(kept).toBe(papers.length - 1);
		expect(papers[0]!.broken).toBeGreaterThan(0);
		await world.db.update(items).set({ area: first!.area }).where(eq(items.id, first!.itemId));
	});

	it('draws nothing of a case that has an item for a marker, for cases stay whole', async () => {
		const { author } = await givenBank(world);
		await givenItems(world, author, [question('law-901', 'single', ['a'])]);
		const caseId = newId(STARTED);
		await world.db.insert(itemCases).values({ id: caseId, code: 'case-901', createdAt: STARTED });
		const [read] = await world.db.select().from(items).where(eq(items.code, 'law-901'));
		const [beside] = await world.db.select().from(items).where(eq(items.code, 'law-001'));
		await world.db
			.update(items)
			.set({ caseId, casePlace: 1, status: 'ready', type: 'essay' })
			.where(eq(items.id, read!.id));
		await world.db.update(items).set({ caseId, casePlace: 2 }).where(eq(items.id, beside!.id));
		const codes = (await listDrawable(world.db, 'nobody')).map(({ code }) => code);
		expect(codes).not.toContain('law-901');
		expect(codes).not.toContain('law-001');
		expect(codes).toContain('law-002');
		await world.db
			.update(items)
			.set({ caseId: null, casePlace: null, status: 'draft' })
			.where(eq(items.id, read!.id));
		await world.db.update(items).set({ caseId: null, casePlace: null }).where(eq(items.id, beside!.id));
	});

	it('is closed to candidates and invigilators, and knows no paper of another sitting', async () => {
		const sittingId = await givenSitting(world);
		const [any] = await world.db.select({ id: attemptPapers.id }).from(attemptPapers).limit(1);
		for (const role of ['trainee', 'invigilator'] as const) {
			const person = await givenPerson(world, { roles: [role] });
			await expect(listProvenPapers(world.ctx(person, STARTED), sittingId)).rejects.toMatchObject({
				kind: 'forbidden'
			});
		}
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		await expect(getProvenPaper(world.ctx(auditor, STARTED), sittingId, any!.id)).rejects.toMatchObject({
			kind: 'not_found'
		});
	});
});
