import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { findKnownResult, listOf, seenOf } from '../appeal-load.server';
import { decideAppealing } from '../appeal-rules';
import type { MakeAppeal } from '../schema';
import { personOf } from '../load.server';
import { appealStateOf } from '../states';
import { appeals } from '../tables.server';
import { examOf } from '../tell.server';

/**
 * A candidate asks that their result, or a question of it that they see, be looked at again. Within the days that the sitting
 * gives, so many times as it allows, and one at a time about the same thing.
 */
export async function makeAppeal(ctx: Context, input: MakeAppeal): Promise<{ id: string }> {
	const personId = personOf(ctx);
	if (!personId) throw notFound();
	authorize(ctx.actor, 'regrading.appeal.make', { personId });
	try {
		return await withTransaction(ctx, async (tx) => {
			const known = await findKnownResult(tx, { sittingId: input.sittingId, personId }, true);
			if (!known) throw notFound();
			const { attempt, sitting } = known;
			const decision = decideAppealing({
				rules: sitting,
				releasedAt: known.releasedAt,
				states: (await listOf(tx, attempt.id)).map(appealStateOf),
				now: ctx.now
			});
			if (!decision.ok) throw conflict(decision.code, decision.params);
			const { position, reason } = input;
			if (position !== null && !seenOf(known.showing, known.marks).some((mark) => mark.position === position))
				throw conflict('appeals.make.question');
			const id = newId(ctx.now);
			await tx.insert(appeals).values({
				...{ id, attemptId: attempt.id, position, resultVersion: known.version, reason, madeAt: ctx.now }
			});
			const exam = await examOf(tx, sitting.id);
			const holders = await holdersOf(tx, 'regrading.appeal.decide', dateIn(ctx.now));
			await notifyMany(
				tx,
				ctx,
				holders
					.filter((holder) => holder !== personId)
					.map((holder) => ({
						...{ personId: holder, kind: 'appeals.made', params: { exam } },
						...{ href: `/staff/appeals/${id}`, cause: `appeals.made:${id}` }
					}))
			);
			await recordAudit(tx, ctx, {
				action: 'regrading.appeal.make',
				subject: { type: 'appeal', id },
				after: { attemptId: attempt.id, position, resultVersion: known.version }
			});
			return { id };
		});
	} catch (error) {
		if (brokenConstraint(error) !== 'appeals_open_once') throw error;
		throw conflict('appeals.make.again');
	}
}
