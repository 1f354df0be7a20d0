import { asc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Outcome, Proof } from '$lib/features/bank';
import { createBlueprint, getAssembly, requestAssembly, runAssembly } from '$lib/features/bank/index.server';
import { loadQuestions } from '$lib/features/bank/paper-load.server';
import { assemblies, papers } from '$lib/features/bank/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { ANNOUNCED, givenBank } from '../exams/given';
import { givenPapers } from './given-papers';

onEveryDatabase('assembly', (world) => {
	it('makes parallel papers with their proof, and the same ones for the same seed', async () => {
		const { crew, ids } = await givenPapers(world, 2);
		const questions = await loadQuestions(world.db, ids);
		const [a, b] = ids.map((id) => questions.filter(({ paperId }) => paperId === id));
		// Counted here from the rows alone: two items of each area, none on both papers, marks of the blueprint.
		for (const paper of [a!, b!]) {
			expect(paper).toHaveLength(12);
			for (const area of knowledgeAreas) expect(paper.filter((one) => one.area === area)).toHaveLength(2);
			expect(paper.map(({ marks }) => marks)).toEqual(Array(12).fill(5));
			expect(paper.map(({ position }) => position)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
		}
		expect(a!.filter(({ itemId }) => b!.some((other) => other.itemId === itemId))).toEqual([]);
		const rows = await world.db.select().from(papers).where(eq(papers.id, ids[0]!));
		expect(rows[0]).toMatchObject({ form: 'A', status: 'draft', setterId: crew.author.id });
		const proof = rows[0]!.realised as Proof;
		expect(proof.verdicts.every(({ met }) => met)).toBe(true);
		expect(proof.sums).toMatchObject({ items: 12, marks: 60 });
		const again = await givenPapers(world, 2);
		const repeated = await loadQuestions(world.db, again.ids);
		const shape = (list: typeof questions) =>
			list.map(({ code, position, optionOrder }) => `${position} ${code} ${optionOrder.join()}`).sort();
		expect(shape(repeated)).toEqual(shape(questions));
		const told = await world.db
			.select()
			.from(notifications)
			.where(eq(notifications.personId, crew.author.id));
		expect(told.map(({ kind }) => kind)).toContain('bank.assembly.done');
	});

	it('runs once, however often its job comes', async () => {
		const { crew, ids } = await givenPapers(world, 1);
		const [paper] = await world.db.select().from(papers).where(eq(papers.id, ids[0]!));
		await runAssembly(world.ctx(crew.author), { assemblyId: paper!.assemblyId });
		const rows = await world.db.select().from(papers).where(eq(papers.assemblyId, paper!.assemblyId));
		expect(rows).toHaveLength(1);
	});

	it('says which cells lack items', async () => {
		const { author, blueprintId } = await givenBank(world);
		const { id } = await requestAssembly(world.ctx(author, ANNOUNCED), {
			...{ blueprintId, papers: 3, shared: 0, seed: '' }
		});
		await world.runJobs(ANNOUNCED);
		const found = await getAssembly(world.ctx(author), id);
		expect(found.status).toBe('impossible');
		const outcome = found.outcome as Extract<Outcome, { why: 'shortage' }>;
		expect(outcome.shortages).toHaveLength(7);
		expect(outcome.shortages[0]).toMatchObject({ cell: { area: 'law' }, wanted: 6, ready: 4 });
		expect(found.seed).toMatch(/^[0-9a-f]{10}$/);
	});

	it('is asked for by authors, of published blueprints, within what these allow', async () => {
		const { author, reviewer, officer, blueprintId } = await givenBank(world);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const ask = { blueprintId, papers: 1, shared: 0, seed: '' };
		for (const who of [reviewer, officer, auditor])
			await expect(requestAssembly(world.ctx(who), ask)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(requestAssembly(world.ctx(author), { ...ask, shared: 1 })).rejects.toMatchObject({
			fields: { shared: 'bank.assembly.shared' }
		});
		const draft = await createBlueprint(world.ctx(author), { code: 'draft', titleZh: '一', titleEn: 'one' });
		await expect(requestAssembly(world.ctx(author), { ...ask, blueprintId: draft.id })).rejects.toMatchObject(
			{
				code: 'bank.assembly.draft'
			}
		);
		expect(await world.db.select().from(assemblies).orderBy(asc(assemblies.id))).not.toHaveLength(0);
	});
});
