import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { markIn, recordMarks, setQuestionMarks } from '$lib/features/exams/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { mayReadAppeal } from '../appeal-access';
import { loadAppeal, type LoadedAppeal } from '../appeal-load.server';
import { personOf } from '../load.server';
import type { DecideAppeal } from '../schema';
import { appeals, regrades } from '../tables.server';
import { examOf } from '../tell.server';

/**
 * Somebody who had no part in the mark decides on an appeal, once, with reasons that the candidate reads. Upheld about an answer
 * that people read, their mark takes the place of the old one. Upheld about a question that a rule marks, a draft is opened by
 * which everybody who had it is marked anew.
 */
export async function decideAppeal(ctx: Context, input: DecideAppeal): Promise<{ regradeId: string | null }> {
	return withTransaction(ctx, async (tx) => {
		const loaded = await loadAppeal(tx, input.appealId, true);
		const { appeal, attempt, sitting, state, subject } = loaded;
		if (!mayReadAppeal(ctx.actor, loaded)) throw notFound();
		authorize(ctx.actor, 'regrading.appeal.decide', subject);
		if (state === 'withdrawn') throw conflict('appeals.state.withdrawn');
		if (state !== 'open') throw conflict('appeals.state.decided');
		const upheld = input.outcome !== 'rejected';
		const marked = upheld && loaded.mark?.read ? await markAnew(tx, ctx, loaded, input.earned) : null;
		const regradeId =
			upheld && loaded.item && !loaded.mark?.read ? await openDraft(tx, ctx, loaded, input) : null;
		const { outcome, decision } = input;
		await tx
			.update(appeals)
			.set({
				...{ outcome, decision, regradeId, decidedBy: personOf(ctx), decidedAt: ctx.now },
				...(marked && { earnedBefore: marked.before, earnedAfter: marked.after })
			})
			.where(eq(appeals.id, appeal.id));
		await notify(tx, ctx, {
			personId: attempt.personId,
			kind: 'appeals.decided',
			params: { exam: await examOf(tx, sitting.id), outcome },
			href: `/exams/${sitting.id}/appeal`,
			cause: `appeals.decided:${appeal.id}`
		});
		if (marked) await recordMarks(tx, ctx, marked.papers);
		await recordAudit(tx, ctx, {
			action: 'regrading.appeal.decide',
			subject: { type: 'appeal', id: appeal.id },
			after: {
				...{ outcome, decision, regradeId },
				...(marked && { earnedBefore: marked.before, earnedAfter: marked.after })
			}
		});
		return { regradeId };
	});
}

async function markAnew(tx: Database, ctx: Context, { attempt, mark }: LoadedAppeal, earned: number | null) {
	const { position, marks, earnedHundredths: before } = mark!;
	if (earned === null) throw invalid('app.form', { earned: 'app.field.required' });
	if (earned > marks * 100) throw invalid('app.form', { earned: 'appeals.decide.above' });
	if (earned === before) throw invalid('app.form', { earned: 'appeals.decide.same' });
	await setQuestionMarks(tx, ctx.now, [{ attemptId: attempt.id, position, earnedHundredths: earned }]);
	return { before, after: earned, papers: await markIn(tx, ctx, [attempt.id]) };
}

/** Nobody has said the new key yet: whoever opens it does, and another than the writer approves. */
async function openDraft(
	tx: Database,
	ctx: Context,
	{ item, sitting }: LoadedAppeal,
	{ decision }: DecideAppeal
): Promise<string> {
	const id = newId(ctx.now);
	await tx.insert(regrades).values({
		...{ id, sittingId: sitting.id, itemVersionId: item!.itemVersionId },
		...{ reason: decision, draftedBy: personOf(ctx), draftedAt: ctx.now }
	});
	return id;
}
