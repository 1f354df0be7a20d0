import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { BlueprintContent, Proof } from '$lib/features/bank';
import { brokenOf, itemsOfVersions, proofOf, resolveBlueprint } from '$lib/features/bank/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { blueprints, papers } from '../../bank/tables.server';
import { people } from '../../people/tables.server';
import { attemptItems, attemptPapers, registrations, sittings } from '../tables.server';

/** The paper of a candidate, counted anew from its questions: what it holds beside what its blueprint asks. */
export interface ProvenPaper {
	id: string;
	name: string;
	employeeNo: string;
	ticket: string | null;
	/** Of the sealed paper that it is; null for one drawn for them alone. */
	form: string | null;
	drawnAt: string;
	proof: Proof;
	/** Constraints that it does not keep. */
	broken: number;
}

/**
 * Every paper that was drawn for a sitting, proven against its blueprint from its questions alone. It tells no question. A
 * rehearsal follows no blueprint, so it has none.
 */
export async function listProvenPapers(ctx: Context, sittingId: string) {
	const sitting = await sittingOf(ctx, sittingId);
	const rows = sitting.rehearsal ? [] : await prove(ctx, sittingId);
	return {
		sitting,
		papers: rows.map(({ proof: { verdicts, sums }, ...row }) => ({
			...row,
			...{ sums, constraints: verdicts.length }
		})),
		kept: rows.filter(({ broken }) => !broken).length
	};
}

/** One of them with its matrix and every constraint. */
export async function getProvenPaper(ctx: Context, sittingId: string, paperId: string) {
	const sitting = await sittingOf(ctx, sittingId);
	const [found] = isId(paperId) && !sitting.rehearsal ? await prove(ctx, sittingId, paperId) : [];
	if (!found) throw notFound();
	// What a paper holds stays unsaid: its questions may be asked again.
	const verdicts = found.proof.verdicts.map(({ ids: _ids, ...verdict }) => verdict);
	return { sitting, paper: { ...found, proof: { ...found.proof, verdicts } } };
}

async function sittingOf(ctx: Context, sittingId: string) {
	authorize(ctx.actor, 'exams.sitting.read');
	authorize(ctx.actor, 'bank.paper.read');
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	const title: LocalText = { 'zh-CN': sitting.titleZh, en: sitting.titleEn };
	return { id: sittingId, title, rehearsal: sitting.rehearsal };
}

async function prove(ctx: Context, sittingId: string, paperId?: string): Promise<ProvenPaper[]> {
	const drawn = await ctx.db
		.select({
			...{ id: attemptPapers.id, name: people.name, employeeNo: people.employeeNo },
			...{ ticket: registrations.ticket, form: papers.form, drawnAt: attemptPapers.drawnAt },
			blueprintId: sql<string>`coalesce(${papers.blueprintId}, ${sittings.blueprintId})`,
			versionIds: sql<string[]>`(select to_jsonb(array_agg(i.item_version_id order by i.position))
				from ${attemptItems} i where i.attempt_id = ${attemptPapers.id})`
		})
		.from(attemptPapers)
		.innerJoin(sittings, eq(sittings.id, attemptPapers.sittingId))
		.innerJoin(people, eq(people.id, attemptPapers.personId))
		.leftJoin(papers, eq(papers.id, attemptPapers.paperId))
		.leftJoin(
			registrations,
			and(eq(registrations.sittingId, sittingId), eq(registrations.personId, attemptPapers.personId))
		)
		.where(
			and(
				eq(attemptPapers.sittingId, sittingId),
				paperId === undefined ? undefined : eq(attemptPapers.id, paperId)
			)
		)
		.orderBy(asc(registrations.ticket), asc(attemptPapers.id));
	if (!drawn.length) return [];
	const first = new Date(Math.min(...drawn.map(({ drawnAt }) => drawnAt.getTime())));
	const versions = [...new Set(drawn.flatMap(({ versionIds }) => versionIds ?? []))];
	const items = await itemsOfVersions(ctx.db, versions, { sittingId, at: first });
	const pool = [...items.values()];
	const asked = await blueprintsOf(ctx, [...new Set(drawn.map(({ blueprintId }) => blueprintId))]);
	return drawn.map(({ blueprintId, versionIds, drawnAt, ...row }) => {
		// An item that the bank has no longer cannot prove anything: it counts as unknown.
		const ids = (versionIds ?? []).map((id) => items.get(id)?.id ?? id);
		const proof = proofOf(asked.get(blueprintId)!, pool, ids);
		return { ...row, drawnAt: drawnAt.toISOString(), proof, broken: brokenOf(proof).length };
	});
}

async function blueprintsOf(ctx: Context, ids: readonly string[]) {
	const rows = await ctx.db
		.select({ id: blueprints.id, content: blueprints.content })
		.from(blueprints)
		.where(inArray(blueprints.id, [...ids]));
	const found = new Map<string, Awaited<ReturnType<typeof resolveBlueprint>>>();
	for (const { id, content } of rows)
		found.set(id, await resolveBlueprint(ctx.db, content as BlueprintContent));
	return found;
}
