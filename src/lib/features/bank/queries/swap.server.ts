import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { conflict, notFound } from '$lib/shared/errors';
import { eligible, isIn } from '../assembly/blueprint';
import { brokenOf, proofOf } from '../assembly/proof';
import type { Verdict } from '../assembly/verify';
import { loadJudged, loadPaper, poolIds, type Judged, type PaperQuestion } from '../paper-load.server';
import type { Drawable } from '../pool.server';
import type { Shown } from '../shown';
import { itemVersions } from '../tables.server';
import { renderWords } from '../words.server';
import { withCodes } from './assembly.server';

const SHOWN = 20;

/** What the address of a swap says. */
export const swapFilterSchema = z.object({
	q: z.string().trim().max(60).optional().catch(undefined),
	with: z.uuid().optional().catch(undefined)
});
export type SwapFilter = z.output<typeof swapFilterSchema>;

/**
 * What could stand in the place of a question: items of the same cells first, each with how many constraints it would
 * break; by a part of the code any ready item. Of the chosen one, what it breaks and what it mends.
 */
export async function getSwap(ctx: Context, paperId: string, position: number, filter: SwapFilter) {
	authorize(ctx.actor, 'bank.paper.assemble');
	authorize(ctx.actor, 'bank.item.read');
	const loaded = await loadPaper(ctx.db, paperId);
	if (loaded.paper.status !== 'draft') throw conflict('bank.paper.status');
	const judged = await loadJudged(ctx.db, loaded);
	const out = judged.questions.find((one) => one.position === position);
	if (!out) throw notFound();
	const before = poolIds(judged.pool, judged.questions);
	const provenWith = (id: string) =>
		proofOf(
			judged.blueprint,
			judged.pool,
			before.map((one, i) => (judged.questions[i] === out ? id : one)),
			judged.others
		);
	const candidates = candidatesOf(judged, out, filter.q)
		.map((item) => ({ item, broken: brokenOf(provenWith(item.id)).length }))
		.sort(
			(a, b) =>
				a.broken - b.broken ||
				kind(a.item, out) - kind(b.item, out) ||
				nearness(a.item, out) - nearness(b.item, out)
		)
		.slice(0, SHOWN);
	const chosen = filter.with ? judged.pool.find(({ id }) => id === filter.with) : undefined;
	const stems = await stemsOf(ctx, [
		out.itemVersionId,
		...[...candidates.map(({ item }) => item), ...(chosen ? [chosen] : [])].map(({ versionId }) => versionId)
	]);
	const row = (item: Drawable) => ({
		...{ id: item.id, code: item.code, area: item.area, level: item.level, type: item.type },
		...{ difficulty: item.difficulty, seconds: item.seconds, exposure: item.exposure },
		stem: stems.get(item.versionId) ?? {}
	});
	const { paper, blueprint } = loaded;
	const now = proofOf(judged.blueprint, judged.pool, before, judged.others);
	return {
		paper: { id: paper.id, form: paper.form, revision: paper.revision, title: blueprint.content.title },
		out: {
			...{ position, code: out.code, area: out.area, level: out.level, type: out.type as Drawable['type'] },
			...{ difficulty: out.difficulty, seconds: out.seconds, inCase: out.caseId !== null },
			stem: stems.get(out.itemVersionId) ?? {}
		},
		candidates: candidates.map(({ item, broken }) => ({ ...row(item), broken })),
		broken: brokenOf(now).length,
		chosen: chosen && {
			...row(chosen),
			changes: changesOf(
				(await withCodes(ctx, now)).verdicts,
				(await withCodes(ctx, provenWith(chosen.id))).verdicts
			)
		}
	};
}

function candidatesOf(
	{ blueprint, pool, questions }: Judged,
	out: PaperQuestion,
	q: string | undefined
): Drawable[] {
	const on = new Set(questions.map(({ itemId }) => itemId));
	const known = new Map(pool.map((item) => [item.id, item]));
	if (q) {
		const part = q.toLowerCase();
		return pool.filter(({ id, code }) => !on.has(id) && code.toLowerCase().includes(part)).slice(0, 200);
	}
	const asPool = { ...out, type: out.type as Drawable['type'] };
	return eligible(blueprint, pool)
		.filter((item) => !on.has(item.id) && item.group === null)
		.filter((item) => blueprint.cells.every((cell) => isIn(cell, item) === isIn(cell, asPool)))
		.sort((a, b) => kind(a, out) - kind(b, out) || nearness(a, out) - nearness(b, out))
		.slice(0, 3 * SHOWN)
		.map(({ id }) => known.get(id)!);
}

const nearness = (item: Pick<Drawable, 'difficulty'>, out: Pick<PaperQuestion, 'difficulty'>) =>
	Math.abs(item.difficulty - out.difficulty);

/** The same kind of question comes first. */
const kind = (item: Pick<Drawable, 'type'>, out: PaperQuestion) => Number(item.type !== out.type);

/** What is kept differently from before; verdicts of both proofs come in the same order. */
function changesOf(before: Verdict[], after: Verdict[]) {
	return after
		.map((verdict, i) => ({ verdict, before: before[i]!.realised, wasMet: before[i]!.met }))
		.filter(({ verdict, before, wasMet }) => verdict.realised !== before || verdict.met !== wasMet);
}

async function stemsOf(ctx: Context, versionIds: readonly string[]) {
	const rows = await ctx.db
		.select({ id: itemVersions.id, shown: itemVersions.shown })
		.from(itemVersions)
		.where(inArray(itemVersions.id, [...versionIds]));
	return new Map(
		rows.map(({ id, shown }) => {
			const { stem, ...rest } = shown as Shown;
			return [id, renderWords(stem, { version: id }, 'gaps' in rest ? rest.gaps : [])];
		})
	);
}
