import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { drawFromPool, resolveBlueprint, type DrawnQuestion } from '$lib/features/bank/index.server';
import type { Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { blueprints, paperItems, paperOpeners, papers } from '../bank/tables.server';
import {
	demandFullPaper,
	demandMarkablePaper,
	findShortCell,
	getBlueprintContent,
	listDrawable
} from './pool.server';
import { sittingPapers, sittings } from './tables.server';

/** What one candidate is asked, and on which sealed paper of the sitting; null for a paper of their own. */
export interface Asked {
	questions: DrawnQuestion[];
	paperId: string | null;
}

/**
 * The questions of a candidate: the sitting's sealed papers in turn, by the order of tickets; where it names none (or none
 * that may still be used) a paper drawn for them alone. Nobody is asked a paper that they may open.
 */
export async function takeQuestions(
	tx: Database,
	sitting: { id: string; blueprintId: string },
	candidate: { personId: string; ticket: string },
	seed: string
): Promise<Asked> {
	const forms = await tx
		.select({ id: papers.id, openerId: paperOpeners.personId })
		.from(sittingPapers)
		.innerJoin(papers, eq(papers.id, sittingPapers.paperId))
		.leftJoin(
			paperOpeners,
			and(eq(paperOpeners.paperId, papers.id), eq(paperOpeners.personId, candidate.personId))
		)
		.where(and(eq(sittingPapers.sittingId, sitting.id), inArray(papers.status, ['sealed', 'used'])))
		.orderBy(asc(papers.form), asc(papers.id));
	const usable = forms.filter(({ openerId }) => !openerId);
	const form = usable[(serialOf(candidate.ticket) - 1) % Math.max(1, usable.length)];
	if (form) {
		const { position, itemVersionId, optionOrder, marks } = paperItems;
		const questions = await tx
			.select({ position, itemVersionId, optionOrder, marks })
			.from(paperItems)
			.where(eq(paperItems.paperId, form.id))
			.orderBy(asc(paperItems.position));
		return { questions, paperId: form.id };
	}
	const content = await getBlueprintContent(tx, sitting.blueprintId);
	const drawn = await drawFromPool(await resolveBlueprint(tx, content), await listDrawable(tx), seed);
	if (drawn.ok) return { questions: drawn.paper, paperId: null };
	const short = drawn.why === 'shortage' ? findShortCell(content, await listDrawable(tx)) : null;
	throw short ? conflict('exams.start.bank_short', short) : conflict('exams.start.bank_impossible');
}

/** `2604-0183` is the 183rd. */
const serialOf = (ticket: string): number => Number(ticket.split('-').at(-1)) || 1;

/**
 * Refuses papers that a sitting may not name: not sealed, or of another blueprint. Without papers the bank has to make one
 * by itself.
 */
export async function demandPapers(
	tx: Database,
	blueprintId: string,
	paperIds: readonly string[]
): Promise<void> {
	if (!paperIds.length) return demandFullPaper(tx, blueprintId);
	const found = await tx
		.select({ id: papers.id })
		.from(papers)
		.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId))
		.where(
			and(
				inArray(papers.id, [...paperIds]),
				inArray(papers.status, ['sealed', 'used']),
				sql`${blueprints.code} = (select code from ${blueprints} b where b.id = ${blueprintId})`
			)
		)
		.orderBy(asc(papers.id))
		.for('share', { of: papers });
	if (found.length !== new Set(paperIds).size) throw conflict('exams.sitting.paper');
	for (const { id } of found) await demandMarkablePaper(tx, id);
}

/** Writes which papers a sitting asks, in place of those that it named before. */
export async function namePapers(
	tx: Database,
	sittingId: string,
	paperIds: readonly string[]
): Promise<void> {
	await tx.delete(sittingPapers).where(eq(sittingPapers.sittingId, sittingId));
	const rows = [...new Set(paperIds)].map((paperId) => ({ sittingId, paperId }));
	if (rows.length) await tx.insert(sittingPapers).values(rows);
}

/** Papers that no sitting but this one still waits to release. */
export async function papersToRelease(tx: Database, sittingId: string): Promise<string[]> {
	const own = await tx
		.select({ id: sittingPapers.paperId })
		.from(sittingPapers)
		.where(eq(sittingPapers.sittingId, sittingId));
	if (!own.length) return [];
	const waiting = await tx
		.select({ id: sittingPapers.paperId })
		.from(sittingPapers)
		.innerJoin(sittings, eq(sittings.id, sittingPapers.sittingId))
		.where(and(ne(sittings.id, sittingId), isNull(sittings.releasedAt)));
	return own.map(({ id }) => id).filter((id) => !waiting.some((other) => other.id === id));
}
