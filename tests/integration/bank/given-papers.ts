import { asc, eq } from 'drizzle-orm';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import { requestAssembly, reviewPaper, sealPaper, submitPaper } from '$lib/features/bank/index.server';
import { loadQuestions } from '$lib/features/bank/paper-load.server';
import { papers } from '$lib/features/bank/tables.server';
import type { World } from '../../support/database';
import { ANNOUNCED, givenBank, type Crew } from '../exams/given';

/** Papers of the test blueprint as drafts, in the order of their forms. */
export async function givenPapers(world: World, count: number): Promise<{ crew: Crew; ids: string[] }> {
	const crew = await givenBank(world);
	const { id } = await requestAssembly(world.ctx(crew.author, ANNOUNCED), {
		...{ blueprintId: crew.blueprintId, papers: count, shared: 0, seed: 'test' }
	});
	await world.runJobs(ANNOUNCED);
	const rows = await world.db
		.select({ id: papers.id })
		.from(papers)
		.where(eq(papers.assemblyId, id))
		.orderBy(asc(papers.form));
	return { crew, ids: rows.map((row) => row.id) };
}

export async function paperOf(world: World, paperId: string) {
	const [paper] = await world.db.select().from(papers).where(eq(papers.id, paperId));
	return paper!;
}

/** Where a question stands that others of its area can replace: the single choice of an area is its only one. */
export async function replaceable(world: World, paperId: string, area?: KnowledgeArea): Promise<number> {
	const questions = await loadQuestions(world.db, [paperId]);
	return questions.find((one) => one.type !== 'single' && one.area === (area ?? one.area))!.position;
}

/** What a form about a paper names: the paper as it is now. */
export async function seen(world: World, paperId: string) {
	const { revision } = await paperOf(world, paperId);
	return { paperId, revision };
}

/** An approved paper, the first of as many forms. */
export async function givenApproved(world: World, forms = 1) {
	const { crew, ids } = await givenPapers(world, forms);
	const paperId = ids[0]!;
	await submitPaper(world.ctx(crew.author, ANNOUNCED), { ...(await seen(world, paperId)), comment: null });
	await reviewPaper(world.ctx(crew.reviewer, ANNOUNCED), {
		...(await seen(world, paperId)),
		...{ to: 'approved' as const, comment: null }
	});
	return { crew, paperId };
}

/** A sealed paper, which the approver may open. */
export async function givenSealed(world: World, openers?: string[]) {
	const { crew, paperId } = await givenApproved(world);
	await sealPaper(world.ctx(crew.officer, ANNOUNCED), {
		...(await seen(world, paperId)),
		openers: openers ?? [crew.approver.employeeNo]
	});
	return { crew, paperId };
}
