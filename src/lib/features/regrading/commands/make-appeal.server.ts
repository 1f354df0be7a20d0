import { authorize, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import { actorsWith } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { mayReadAppeal } from '../appeal-access';
import { findKnownResult, listOf, loadAppeal, seenOf } from '../appeal-load.server';
import { decideAppealing } from '../appeal-rules';
import type { MakeAppeal } from '../schema';
import { personOf } from '../load.server';
import { appealStateOf } from '../states';
import { appeals } from '../tables.server';
import { examOf } from '../tell.server';

/** Who may look at an appeal and decide on it: about answers that people read also markers. */
async function deciding(tx: Database, id: string, today: IsoDate): Promise<string[]> {
	const appeal = await loadAppeal(tx, id);
	const holders = await actorsWith(tx, 'regrading.appeal.decide', today);
	return holders
		.filter((one) => mayReadAppeal(one, appeal) && can(one, 'regrading.appeal.decide', appeal.subject).ok)
		.map(({ personId }) => personId);
}

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
			const told = await deciding(tx, id, dateIn(ctx.now));
			await notifyMany(
				tx,
				ctx,
				told.map((holder) => ({
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
