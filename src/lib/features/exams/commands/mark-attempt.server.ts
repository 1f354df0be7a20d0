import { eq, inArray } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudits } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { together, withTransaction } from '$lib/server/db/transaction';
import { recordExposures } from '$lib/features/bank/index.server';
import { notFound } from '$lib/shared/errors';
import { queueAnalysis } from '../analysis/queue.server';
import { LATE_MS } from '../clock';
import { MARKING_RULE, markPaper, scoringOnce, type PaperMark, type PassRule } from '../marking';
import { practicalOfAttempt, withPractical } from '../practical.server';
import { listMarkable } from '../queries/markable.server';
import { isNews, listStanding, takePlace, type Standing } from '../release/stand.server';
import { attempts, practicalResults, sittings } from '../tables.server';

/** So many in one transaction: what it holds, and for how long. */
const AT_ONCE = 100;
/** So many transactions side by side: one is read and scored while the other is written. */
const LANES = 2;

/**
 * Marks attempts that were handed in, by the rule whose name is kept with the result. Returns which it did; again changes
 * nothing, unless keys or what people decided have changed since: then a new version takes the old one's place, and is known
 * to the candidate where the old one was. What a person has to read is left to them, and where the sitting asks a
 * practical part its result is waited for: passing needs both. Nobody sees the result before its release but those who may
 * read results.
 *
 * No authorisation: it is the system's act, queued by handing in or by whoever changed what it rests on.
 */
export async function markAttempts(
	ctx: Context,
	{ attemptIds = [] }: { attemptIds?: readonly string[] }
): Promise<string[]> {
	const waiting: (readonly string[])[] = [];
	for (let from = 0; from < attemptIds.length; from += AT_ONCE)
		waiting.push(attemptIds.slice(from, from + AT_ONCE));
	const marked: string[] = [];
	const lane = async () => {
		for (let some = waiting.shift(); some; some = waiting.shift())
			marked.push(...(await markSome(ctx, some)));
	};
	await together(...Array.from({ length: LANES }, lane));
	return marked;
}

/** The same for one, which has to be there. Returns whether it was marked. */
export async function markAttempt(ctx: Context, { attemptId }: { attemptId: string }): Promise<boolean> {
	const [found] = await ctx.db.select({ id: attempts.id }).from(attempts).where(eq(attempts.id, attemptId));
	if (!found) throw notFound();
	return (await markAttempts(ctx, { attemptIds: [attemptId] })).length > 0;
}

const markSome = (ctx: Context, attemptIds: readonly string[]): Promise<string[]> =>
	withTransaction(ctx, async (tx) => {
		const marked = await markIn(tx, ctx, attemptIds);
		await recordMarks(tx, ctx, marked);
		return marked.map(({ attempt }) => attempt.id);
	});

/** An attempt with its new mark, and the result that it took the place of. */
export interface Marked {
	attempt: Awaited<ReturnType<typeof holdHandedIn>>[number];
	mark: PaperMark;
	old: Standing | undefined;
}

/** Marks in the caller's transaction, which records it at its end (`recordMarks`). Gives those whose mark is new. */
export async function markIn(tx: Database, ctx: Context, attemptIds: readonly string[]): Promise<Marked[]> {
	const held = await holdHandedIn(tx, ctx, attemptIds);
	const ids = held.map(({ id }) => id);
	const questions = await listMarkable(tx, ids);
	const standing = await listStanding(tx, ids);
	const scoreOf = scoringOnce();
	const marked = held.flatMap((attempt): Marked[] => {
		const asked = questions.get(attempt.id)!;
		const written = markPaper(asked, attempt.passPercent, attempt.passRule as PassRule, scoreOf);
		const mark = written && withPractical(written, attempt.practical);
		const old = standing.get(attempt.id);
		return mark && isNews({ mark, old }) ? [{ attempt, mark, old }] : [];
	});
	if (!marked.length) return [];
	await takePlace(tx, ctx, marked, MARKING_RULE);
	await recordExposures(
		tx,
		marked
			.filter(({ attempt, old }) => !attempt.rehearsal && !old)
			.map(({ attempt, mark }) => ({
				...{ sittingId: attempt.sittingId, at: attempt.startedAt },
				itemVersionIds: mark.marks.map(({ itemVersionId }) => itemVersionId)
			}))
	);
	await queueAnalysis(
		tx,
		ctx,
		marked.map(({ attempt }) => attempt.sittingId)
	);
	return marked;
}

/** One entry of the audit log for each attempt that was marked. */
export const recordMarks = (tx: Database, ctx: Context, marked: readonly Marked[]): Promise<void> =>
	recordAudits(
		tx,
		{ ...ctx, actor: systemActor('exams.attempt.mark') },
		marked.map(({ attempt, mark, old }) => ({
			action: 'exams.attempt.mark',
			subject: { type: 'attempt', id: attempt.id },
			personId: attempt.personId,
			...(old && { before: inShort(old) }),
			after: { ...inShort(mark), rule: MARKING_RULE }
		}))
	);

/** Those of the attempts that can be marked now, by id, held: two at the same moment would both find no result. */
async function holdHandedIn(tx: Database, ctx: Context, attemptIds: readonly string[]) {
	const rows = await tx
		.select({
			id: attempts.id,
			personId: attempts.personId,
			sittingId: attempts.sittingId,
			startedAt: attempts.startedAt,
			handedInAt: attempts.handedInAt,
			handedInBy: attempts.handedInBy,
			passPercent: sittings.passPercent,
			passRule: sittings.passRule,
			rehearsal: sittings.rehearsal,
			asksPractical: sittings.practical,
			practical: practicalResults.passed
		})
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.leftJoin(practicalResults, practicalOfAttempt)
		.where(inArray(attempts.id, [...attemptIds]))
		.orderBy(attempts.id)
		.for('no key update', { of: attempts });
	return rows.filter(({ handedInAt, handedInBy, asksPractical, practical }) => {
		if (!handedInAt || (asksPractical && practical === null)) return false;
		// What was made in time may still be on its way.
		return handedInBy !== 'server' || ctx.now.getTime() - handedInAt.getTime() > LATE_MS;
	});
}

const inShort = ({ earnedHundredths, maxScore, passed }: Omit<PaperMark, 'marks' | 'tenths'>) => ({
	...{ earnedHundredths, maxScore, passed }
});
