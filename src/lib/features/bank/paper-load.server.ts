import { and, asc, eq, inArray, ne, notInArray } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { proofOf, type Proof } from './assembly/proof';
import type { Blueprint } from './assembly/blueprint';
import type { BlueprintContent } from './blueprint-content';
import { listPool, type Drawable } from './pool.server';
import { resolveBlueprint } from './resolve-blueprint.server';
import type { PaperStatus } from './states';
import {
	assemblies,
	blueprints,
	items,
	itemVersions,
	paperItems,
	paperOpeners,
	papers
} from './tables.server';

/** A paper with what it was made by. */
export interface LoadedPaper {
	paper: typeof papers.$inferSelect;
	assembly: typeof assemblies.$inferSelect;
	blueprint: { id: string; code: string; version: number; content: BlueprintContent };
	openerIds: string[];
}

/** `lock` holds the paper's row until the transaction ends. */
export async function loadPaper(db: Database, paperId: string, lock = false): Promise<LoadedPaper> {
	if (!isId(paperId)) throw notFound();
	const query = db.select().from(papers).where(eq(papers.id, paperId));
	const [paper] = await (lock ? query.for('update') : query);
	if (!paper) throw notFound();
	const [found] = await db
		.select({ assembly: assemblies, blueprint: blueprints })
		.from(assemblies)
		.innerJoin(blueprints, eq(blueprints.id, assemblies.blueprintId))
		.where(eq(assemblies.id, paper.assemblyId));
	const openers = await db
		.select({ personId: paperOpeners.personId })
		.from(paperOpeners)
		.where(eq(paperOpeners.paperId, paperId));
	const { id, code, version, content } = found!.blueprint;
	return {
		...{ paper, assembly: found!.assembly, openerIds: openers.map(({ personId }) => personId) },
		blueprint: { id, code, version, content: content as BlueprintContent }
	};
}

/** A paper locked for a change from one of these states, as somebody saw it. */
export async function takePaper(
	tx: Database,
	paperId: string,
	revision: number,
	states: readonly PaperStatus[]
): Promise<LoadedPaper> {
	const loaded = await loadPaper(tx, paperId, true);
	if (!states.includes(loaded.paper.status)) throw conflict('bank.paper.status');
	if (loaded.paper.revision !== revision) throw conflict('bank.paper.changed');
	return loaded;
}

/** Writes what changes of a paper that was taken. */
export async function changePaper(
	tx: Database,
	{ paper }: LoadedPaper,
	change: Partial<typeof papers.$inferInsert>
): Promise<void> {
	const changed = await tx
		.update(papers)
		.set({ ...change, revision: paper.revision + 1 })
		.where(and(eq(papers.id, paper.id), eq(papers.status, paper.status), eq(papers.revision, paper.revision)))
		.returning({ id: papers.id });
	if (!changed.length) throw conflict('bank.paper.changed');
}

/** The questions of papers, in their order. */
export const loadQuestions = (db: Database, paperIds: readonly string[]) =>
	db
		.select({
			paperId: paperItems.paperId,
			position: paperItems.position,
			marks: paperItems.marks,
			optionOrder: paperItems.optionOrder,
			itemVersionId: paperItems.itemVersionId,
			itemId: items.id,
			code: items.code,
			area: items.area,
			level: items.level,
			type: items.type,
			difficulty: items.difficulty,
			seconds: items.seconds,
			caseId: items.caseId,
			casePlace: items.casePlace
		})
		.from(paperItems)
		.innerJoin(itemVersions, eq(itemVersions.id, paperItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(inArray(paperItems.paperId, [...paperIds]))
		.orderBy(asc(paperItems.paperId), asc(paperItems.position));
export type PaperQuestion = Awaited<ReturnType<typeof loadQuestions>>[number];

/** What a paper is judged by now: its blueprint, the bank, its own questions and those of its sisters. */
export interface Judged {
	blueprint: Blueprint;
	pool: Drawable[];
	questions: PaperQuestion[];
	/** Items of the other papers of its assembly, as the pool names them. */
	others: string[][];
}

export async function loadJudged(db: Database, { paper, assembly, blueprint }: LoadedPaper): Promise<Judged> {
	const sisters = await db
		.select({ id: papers.id })
		.from(papers)
		.where(
			and(
				eq(papers.assemblyId, assembly.id),
				ne(papers.id, paper.id),
				notInArray(papers.status, ['withdrawn'])
			)
		);
	const pool = await listPool(db);
	const all = await loadQuestions(db, [paper.id, ...sisters.map(({ id }) => id)]);
	const of = (id: string) => all.filter(({ paperId }) => paperId === id);
	return {
		blueprint: { ...(await resolveBlueprint(db, blueprint.content)), shared: assembly.shared },
		pool,
		questions: of(paper.id),
		others: sisters.map(({ id }) => poolIds(pool, of(id)))
	};
}

/** Questions as the pool names them: one whose version is no longer what is drawn is unknown to it. */
export function poolIds(pool: readonly Drawable[], questions: readonly PaperQuestion[]): string[] {
	const current = new Map(pool.map(({ id, versionId }) => [id, versionId]));
	return questions.map(({ itemId, itemVersionId }) =>
		current.get(itemId) === itemVersionId ? itemId : itemVersionId
	);
}

/** The proof of a paper as the bank is now. */
export const proofNow = ({ blueprint, pool, questions, others }: Judged): Proof =>
	proofOf(blueprint, pool, poolIds(pool, questions), others);
