import { and, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { showQuestion } from '../asked.server';
import { readPlan, titleOf } from '../plan.server';
import { markingAnswers } from '../tables.server';

/**
 * What somebody needs who writes an example: the questions that people read in a sitting, the chosen one with its rubric, and,
 * where asked for, one of its answers to begin from.
 */
export async function getExampleForm(
	ctx: Context,
	sittingId: string,
	chosen: { version?: string | null; from?: string | null }
) {
	const { sitting, plan } = await readPlan(ctx, sittingId);
	authorize(ctx.actor, 'marking.plan.manage');
	if (!plan?.collectedAt) throw conflict('marking.allocate.early');
	const questions = await rowsOf<{
		versionId: string;
		code: string;
		correctionId: string | null;
		marks: number;
	}>(
		ctx.db,
		sql`select distinct on (i.code, v.id) v.id as "versionId", i.code, n.correction_id as "correctionId", n.marks
			from marking_answers n join item_versions v on v.id = n.item_version_id join items i on i.id = v.item_id
			where n.sitting_id = ${sittingId} order by i.code, v.id`
	);
	const question = chosen.version
		? questions.find(({ versionId }) => versionId === chosen.version)
		: questions[0];
	if (!question) throw notFound();
	const { versionId, correctionId, marks } = question;
	const [answer] =
		chosen.from && isId(chosen.from)
			? await ctx.db
					.select({ text: markingAnswers.text })
					.from(markingAnswers)
					.where(and(eq(markingAnswers.id, chosen.from), eq(markingAnswers.sittingId, sittingId)))
			: [];
	const [some] = await rowsOf<{ id: string }>(
		ctx.db,
		sql`select id from marking_answers where sitting_id = ${sittingId} and item_version_id = ${versionId}
			order by random() limit 1`
	);
	return {
		...{
			sittingId,
			title: titleOf(sitting),
			versionId,
			text: answer?.text ?? '',
			anyAnswerId: some?.id ?? null
		},
		questions: questions.map(({ versionId: id, code }) => ({ versionId: id, code })),
		...(await showQuestion(ctx.db, { itemVersionId: versionId, correctionId, marks }))
	};
}
