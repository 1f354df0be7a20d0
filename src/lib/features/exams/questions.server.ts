import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { prepareDraw, resolveBlueprint, type DrawnQuestion } from '$lib/features/bank/index.server';
import type { Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { blueprints, itemVersions, paperItems, paperOpeners, papers } from '../bank/tables.server';
import { mixed, type SealedQuestion } from './mix.server';
import {
	demandFullPaper,
	demandMarkablePaper,
	findShortCell,
	getBlueprintContent,
	listDrawable
} from './pool.server';
import { rehearsalDraw } from './rehearsal.server';
import { rulesOf } from './room-rules';
import type { Reading } from './states';
import { sittingPapers, sittings } from './tables.server';

/** What one candidate is asked, and on which sealed paper of the sitting; null for a paper of their own. */
export interface Asked {
	questions: DrawnQuestion[];
	paperId: string | null;
}

/** Gives a candidate their questions. Throws a conflict when the bank has none for them. */
export type QuestionSource = (
	candidate: { personId: string; ticket: string },
	seed: string
) => Promise<Asked>;

/**
 * Where the candidates of a sitting get their questions: its sealed papers in turn, by the order of tickets; where it names
 * none (or none that may still be used) papers drawn for each. Nobody is asked a paper that they may open. Papers and bank
 * are read once, for as many candidates as come. A rehearsal asks what everybody may know.
 */
export async function questionsOf(
	tx: Database,
	sitting: { id: string; blueprintId: string; rules: unknown; rehearsal: boolean; reading: Reading }
): Promise<QuestionSource> {
	if (sitting.rehearsal) {
		const draw = await rehearsalDraw(tx);
		return async (_candidate, seed) => ({ questions: draw(seed), paperId: null });
	}
	const rules = rulesOf(sitting.rules);
	const forms = await listForms(tx, sitting.id);
	const openers = await tx
		.select()
		.from(paperOpeners)
		.where(inArray(paperOpeners.paperId, [...forms.keys()]));
	let bank: ReturnType<typeof readBank> | undefined;
	return async ({ personId, ticket }, seed) => {
		const usable = [...forms].filter(
			([id]) => !openers.some((opener) => opener.paperId === id && opener.personId === personId)
		);
		const form = usable[(serialOf(ticket) - 1) % Math.max(1, usable.length)];
		if (form) return { questions: mixed(form[1], rules, seed), paperId: form[0] };
		const { draw, content, pool } = await (bank ??= readBank(tx, sitting));
		const drawn = await draw(seed);
		if (drawn.ok) return { questions: drawn.paper, paperId: null };
		const short = drawn.why === 'shortage' ? findShortCell(content, pool) : null;
		throw short ? conflict('exams.start.bank_short', short) : conflict('exams.start.bank_impossible');
	};
}

async function readBank(tx: Database, { blueprintId, reading }: { blueprintId: string; reading: Reading }) {
	const content = await getBlueprintContent(tx, blueprintId);
	const pool = await listDrawable(tx, reading);
	return { content, pool, draw: prepareDraw(await resolveBlueprint(tx, content), pool) };
}

/** The sealed papers of a sitting with their questions, in the order of their forms. */
async function listForms(tx: Database, sittingId: string): Promise<Map<string, SealedQuestion[]>> {
	const rows = await tx
		.select({
			paperId: paperItems.paperId,
			position: paperItems.position,
			itemVersionId: paperItems.itemVersionId,
			optionOrder: paperItems.optionOrder,
			marks: paperItems.marks,
			type: itemVersions.type,
			caseId: itemVersions.caseVersionId
		})
		.from(sittingPapers)
		.innerJoin(papers, eq(papers.id, sittingPapers.paperId))
		.innerJoin(paperItems, eq(paperItems.paperId, papers.id))
		.innerJoin(itemVersions, eq(itemVersions.id, paperItems.itemVersionId))
		.where(and(eq(sittingPapers.sittingId, sittingId), inArray(papers.status, ['sealed', 'used'])))
		.orderBy(asc(papers.form), asc(papers.id), asc(paperItems.position));
	const forms = new Map<string, SealedQuestion[]>();
	for (const { paperId, ...row } of rows) forms.set(paperId, [...(forms.get(paperId) ?? []), row]);
	return forms;
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
	paperIds: readonly string[],
	reading: Reading
): Promise<void> {
	if (!paperIds.length) return demandFullPaper(tx, blueprintId, reading);
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
	if (reading === 'nobody') for (const { id } of found) await demandMarkablePaper(tx, id);
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
