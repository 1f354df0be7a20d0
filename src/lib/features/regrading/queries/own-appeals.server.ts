import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { findKnownResult, listOf, seenOf } from '../appeal-load.server';
import { decideAppealing, lastDayOf } from '../appeal-rules';
import { personOf } from '../load.server';
import { appealStateOf } from '../states';

/** Whether the reader's appeals against their result in a sitting are something to look at: made, or still to be made. */
export async function hasAppeals(ctx: Context, sittingId: string): Promise<boolean> {
	const personId = personOf(ctx);
	const known = personId && isId(sittingId) ? await findKnownResult(ctx.db, { sittingId, personId }) : null;
	if (!known) return false;
	const lastDay = lastDayOf(known.sitting, known.releasedAt);
	if (lastDay !== null && dateIn(ctx.now) <= lastDay) return true;
	return (await listOf(ctx.db, known.attempt.id)).length > 0;
}

/** What a candidate may appeal about in a sitting, and the appeals that they made. Nobody else's, and not before the release. */
export async function getOwnAppeals(ctx: Context, sittingId: string) {
	const personId = personOf(ctx);
	if (!personId || !isId(sittingId)) throw notFound();
	const known = await findKnownResult(ctx.db, { sittingId, personId });
	if (!known) throw notFound();
	const { attempt, sitting, releasedAt } = known;
	const rows = await listOf(ctx.db, attempt.id);
	const decision = decideAppealing({
		...{ rules: sitting, releasedAt, now: ctx.now },
		states: rows.map(appealStateOf)
	});
	const open = new Set(rows.filter((row) => appealStateOf(row) === 'open').map(({ position }) => position));
	return {
		sittingId: sitting.id,
		exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		...{ tenths: known.tenths, passed: known.passed },
		/** Null where nobody may appeal in this sitting. */
		lastDay: lastDayOf(sitting, releasedAt),
		limit: sitting.appealLimit,
		may: decision.ok ? { left: decision.left } : null,
		/** Why not now. */
		refused: decision.ok ? null : { code: decision.code, params: decision.params ?? {} },
		whole: !open.has(null),
		questions: seenOf(known.showing, known.marks)
			.filter(({ position }) => !open.has(position))
			.map(({ position, marks, earnedHundredths }) => ({ position, marks, earnedHundredths })),
		appeals: rows.map((row) => ({
			...{ id: row.id, position: row.position, reason: row.reason, state: appealStateOf(row) },
			madeAt: row.madeAt.toISOString(),
			...{ decision: row.decision, earnedBefore: row.earnedBefore, earnedAfter: row.earnedAfter },
			/** The question is marked anew for everybody who had it, once that is approved. */
			regrades: row.regradeId !== null,
			decidedAt: row.decidedAt?.toISOString() ?? null
		}))
	};
}
export type OwnAppeals = Awaited<ReturnType<typeof getOwnAppeals>>;
