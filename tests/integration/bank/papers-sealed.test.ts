import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	getPaper,
	openPaper,
	printPaper,
	readSealedPaper,
	sealPaper,
	withdrawPaper
} from '$lib/features/bank/index.server';
import { paperItems, paperOpeners, paperOpenings, papers } from '$lib/features/bank/tables.server';
import {
	closeAttempts,
	createSitting,
	getSitting,
	registerForSitting,
	startAttempt
} from '$lib/features/exams/index.server';
import { attemptItems, attempts } from '$lib/features/exams/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { ANNOUNCED, after, givenRelease, plan, REGISTERING, STARTED, times } from '../exams/given';
import { givenApproved, givenPapers, givenSealed, paperOf, seen } from './given-papers';

onEveryDatabase('sealed papers', (world) => {
	it('are fixed by a hash, by one person, for named people', async () => {
		const { crew, paperId } = await givenApproved(world);
		const input = { ...(await seen(world, paperId)), openers: [crew.approver.employeeNo] };
		await expect(sealPaper(world.ctx(crew.author, ANNOUNCED), input)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(sealPaper(world.ctx(crew.reviewer, ANNOUNCED), input)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(
			sealPaper(world.ctx(crew.officer, ANNOUNCED), { ...input, openers: ['NOBODY'] })
		).rejects.toMatchObject({ fields: { openers: 'bank.paper.no_person' } });
		const both = await Promise.allSettled(
			[1, 2].map(() => sealPaper(world.ctx(crew.officer, ANNOUNCED), input))
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const paper = await paperOf(world, paperId);
		expect(paper).toMatchObject({ status: 'sealed', sealedBy: crew.officer.id });
		expect(paper.contentHash).toMatch(/^[0-9a-f]{64}$/);
	});

	it('show their questions to openers alone, each time on record with what it was for', async () => {
		const { crew, paperId } = await givenSealed(world);
		for (const who of [crew.author, crew.reviewer, crew.officer]) {
			const paper = await getPaper(world.ctx(who, ANNOUNCED), paperId);
			expect(paper).toMatchObject({ access: 'none', questions: null, comments: [] });
			expect(JSON.stringify(paper)).not.toContain('题干');
			await expect(
				readSealedPaper(world.ctx(who, ANNOUNCED), { paperId, purpose: 'read' })
			).rejects.toMatchObject({
				code: 'bank.paper.closed'
			});
		}
		const opener = world.ctx(crew.approver, ANNOUNCED);
		expect(await getPaper(opener, paperId)).toMatchObject({ access: 'recorded', questions: null });
		expect(await readSealedPaper(opener, { paperId, purpose: 'read' })).toHaveLength(12);
		for (const what of ['paper', 'sheet', 'key'] as const) {
			const { pdf, name } = await printPaper(opener, {
				...{ paperId, what, locale: 'zh-CN', date: '2026-03-06', answersOn: 'sheet', explanations: false }
			});
			expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
			expect(name).toBe(`test-A-${what}.pdf`);
		}
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const paper = await getPaper(world.ctx(auditor, ANNOUNCED), paperId);
		expect(paper.openings.map(({ person, purpose }) => [person, purpose]).reverse()).toEqual([
			[crew.approver.name, 'read'],
			[crew.approver.name, 'print'],
			[crew.approver.name, 'print'],
			[crew.approver.name, 'key']
		]);
		expect(new Set(paper.openings.map(({ contentHash }) => contentHash))).toEqual(
			new Set([paper.contentHash])
		);
		const trainee = await givenPerson(world);
		await expect(
			openPaper(world.ctx(trainee, ANNOUNCED), { paperId, purpose: 'read' })
		).rejects.toMatchObject({
			kind: 'not_found'
		});
	});

	it('lead an opener to no other form and no assembly: both are for those who read papers', async () => {
		const { crew, paperId } = await givenApproved(world, 2);
		const openers = [crew.approver.employeeNo];
		await sealPaper(world.ctx(crew.officer, ANNOUNCED), { ...(await seen(world, paperId)), openers });
		expect(await getPaper(world.ctx(crew.approver, ANNOUNCED), paperId)).toMatchObject({
			...{ access: 'recorded', assemblyId: null, sisters: [] }
		});
		expect(await getPaper(world.ctx(crew.officer, ANNOUNCED), paperId)).toMatchObject({
			...{ assemblyId: expect.any(String), sisters: [{ form: 'B' }] }
		});
	});

	it('let nobody tamper: not with questions, openers, openings, nor with what the seal says', async () => {
		const { crew, paperId } = await givenSealed(world);
		await readSealedPaper(world.ctx(crew.approver, ANNOUNCED), { paperId, purpose: 'read' });
		const own = eq(papers.id, paperId);
		const items = eq(paperItems.paperId, paperId);
		const attacks = [
			() => world.db.update(paperItems).set({ marks: 99 }).where(items),
			() => world.db.delete(paperItems).where(items),
			() => world.db.execute(sql`truncate paper_items`),
			() =>
				world.db
					.update(papers)
					.set({ contentHash: '0'.repeat(64) })
					.where(own),
			() => world.db.update(papers).set({ status: 'draft' }).where(own),
			() => world.db.update(papers).set({ sealedAt: null, contentHash: null, status: 'draft' }).where(own),
			() => world.db.insert(paperOpeners).values({ paperId, personId: crew.author.id }),
			() => world.db.delete(paperOpeners).where(eq(paperOpeners.paperId, paperId)),
			() => world.db.delete(paperOpenings).where(eq(paperOpenings.paperId, paperId)),
			() => world.db.delete(papers).where(own)
		];
		for (const attack of attacks) await expect(attack()).rejects.toThrow();
		// Somebody above the database's rules: the hash tells.
		await world.db.execute(sql`alter table paper_items disable trigger all`);
		await world.db.update(paperItems).set({ marks: 99 }).where(items);
		await world.db.execute(sql`alter table paper_items enable trigger all`);
		await expect(
			readSealedPaper(world.ctx(crew.approver, ANNOUNCED), { paperId, purpose: 'read' })
		).rejects.toMatchObject({ code: 'bank.paper.tampered' });
	});

	it('are asked in turn by a sitting, used from the first candidate on, and read again once results are out', async () => {
		const { crew, paperId: first } = await givenSealed(world);
		const { paperId: second } = await givenSealed(world, [crew.author.employeeNo]);
		const officer = world.ctx(crew.officer, ANNOUNCED);
		const drafts = await givenPapers(world, 1);
		await expect(
			createSitting(officer, { ...plan(crew.blueprintId), paperIds: drafts.ids })
		).rejects.toMatchObject({ code: 'exams.sitting.paper' });
		const { id: sittingId } = await createSitting(officer, {
			...plan(crew.blueprintId),
			paperIds: [first, second]
		});
		const forms = [
			{ form: 'A', version: 1 },
			{ form: 'A', version: 1 }
		];
		expect(await getSitting(officer, sittingId)).toMatchObject({ forms });
		const asked: string[] = [];
		for (let i = 0; i < 4; i++) {
			const candidate = await givenPerson(world);
			await registerForSitting(world.ctx(candidate, REGISTERING), { sittingId });
			const { attemptId } = await startAttempt(world.ctx(candidate, STARTED), { sittingId });
			const rows = await world.db.select().from(attemptItems).where(eq(attemptItems.attemptId, attemptId));
			const paper = await world.db
				.select({ paperId: paperItems.paperId, optionOrder: paperItems.optionOrder })
				.from(paperItems)
				.where(
					sql`${paperItems.itemVersionId} = ${rows[0]!.itemVersionId} and ${paperItems.paperId} in (${first}, ${second})`
				);
			expect(rows).toHaveLength(12);
			asked.push(paper.map(({ paperId }) => paperId).join());
		}
		expect(asked[0]).toBe(asked[2]);
		expect(asked[1]).toBe(asked[3]);
		expect((await paperOf(world, first)).status).toBe('used');
		expect((await paperOf(world, second)).status).toBe('used');
		await expect(
			withdrawPaper(officer, { ...(await seen(world, first)), comment: '晚了' })
		).rejects.toMatchObject({ code: 'bank.paper.status' });
		const over = after(times.closesAt, 3_600_000);
		for (const { id: attemptId } of await world.db
			.select()
			.from(attempts)
			.where(eq(attempts.sittingId, sittingId)))
			await closeAttempts(world.ctx(undefined, over), { attemptId });
		await world.runJobs(over);
		await givenRelease(world, sittingId, over);
		expect((await paperOf(world, first)).status).toBe('released');
		expect((await getPaper(world.ctx(crew.author, over), first)).questions).toHaveLength(12);
	});
});
