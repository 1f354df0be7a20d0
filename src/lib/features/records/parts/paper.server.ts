import { and, asc, eq, inArray } from 'drizzle-orm';
import { inOrder, type Shown } from '$lib/features/bank';
import type { Database } from '$lib/server/db/database';
import { caseVersions, itemKeys, items, itemVersions, papers } from '../../bank/tables.server';
import { attemptItems, attemptPapers, keyCorrections } from '../../exams/tables.server';
import type { AttemptPart } from './attempt.server';

/** The paper as its candidate saw it: every question in its version, options in their drawn order, with the cases. */
export async function paperPart(db: Database, attemptId: string) {
	const [drawn] = await db
		.select({
			...{ seed: attemptPapers.seed, drawnAt: attemptPapers.drawnAt, paperId: attemptPapers.paperId },
			...{ form: papers.form, blueprintId: papers.blueprintId }
		})
		.from(attemptPapers)
		.leftJoin(papers, eq(papers.id, attemptPapers.paperId))
		.where(eq(attemptPapers.id, attemptId));
	const rows = await db
		.select({
			...{ position: attemptItems.position, marks: attemptItems.marks, code: items.code, area: items.area },
			...{ itemId: items.id, itemVersionId: itemVersions.id, version: itemVersions.version },
			...{
				optionOrder: attemptItems.optionOrder,
				shown: itemVersions.shown,
				pictures: itemVersions.pictures
			},
			caseVersionId: itemVersions.caseVersionId
		})
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(asc(attemptItems.position));
	const caseIds = [...new Set(rows.flatMap(({ caseVersionId }) => caseVersionId ?? []))];
	const cases = caseIds.length
		? await db
				.select()
				.from(caseVersions)
				.where(inArray(caseVersions.id, caseIds))
				.orderBy(asc(caseVersions.id))
		: [];
	return {
		...drawn!,
		questions: rows.map(({ shown, ...row }) => ({ ...row, shown: inOrder(shown as Shown, row.optionOrder) })),
		cases
	};
}
export type PaperPart = Awaited<ReturnType<typeof paperPart>>;

/**
 * By which keys it was marked: each item's own, and every correction that the sitting has for it. Null before the candidate knows
 * the result: until then no page holds a key beside answers.
 */
export async function keysPart(db: Database, { attempt }: AttemptPart, paper: PaperPart, released: boolean) {
	if (!released) return null;
	const versionIds = paper.questions.map(({ itemVersionId }) => itemVersionId);
	return {
		own: await db
			.select()
			.from(itemKeys)
			.where(inArray(itemKeys.itemVersionId, versionIds))
			.orderBy(asc(itemKeys.itemVersionId)),
		corrections: await db
			.select()
			.from(keyCorrections)
			.where(
				and(
					eq(keyCorrections.sittingId, attempt.sittingId),
					inArray(keyCorrections.itemVersionId, versionIds)
				)
			)
			.orderBy(asc(keyCorrections.madeAt), asc(keyCorrections.id))
	};
}
