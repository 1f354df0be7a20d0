import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, Refusal } from '$lib/shared/errors';
import { firstVersion, lockEntry, minutesOn, namesOf, signerIs } from '../load.server';
import { decideLog, fieldOf, mayReplace } from '../rules';
import type { ReplaceShadowing } from '../schema';
import { submitEntry } from '../submit.server';

/**
 * After a dispute the mentor submits a corrected entry in the place of the disputed one, which stays as it is; the
 * trainee signs again. Returns the new entry's id.
 */
export async function replaceShadowing(ctx: Context, input: ReplaceShadowing): Promise<{ id: string }> {
	try {
		return await withTransaction(ctx, async (tx) => {
			const { pairing, entry: disputed, state } = await lockEntry(tx, ctx, input.entryId);
			authorize(ctx.actor, 'mentoring.entry.log', {
				unitPath: pairing.unitPath,
				mentorIds: [pairing.mentorId]
			});
			signerIs(ctx, pairing.mentorId);
			const allowed = mayReplace(state);
			if (!allowed.ok) throw conflict(allowed.code);
			const { entryId: _entryId, ...content } = input;
			const first = await firstVersion(tx, disputed.id);
			const decision = decideLog(content, {
				pairing,
				today: dateIn(ctx.now),
				firstLoggedOn: dateIn(first.createdAt),
				minutesThatDay: await minutesOn(tx, pairing.traineeId, content.occurredOn)
			});
			if (!decision.ok) {
				throw new Refusal('invalid', decision.code, decision.params, {
					[fieldOf(decision.code)]: decision.code
				});
			}

			const entry = await submitEntry(tx, ctx, pairing, content, disputed.id);
			const mentor = (await namesOf(tx, [pairing.mentorId])).get(pairing.mentorId) ?? '';
			await notify(tx, ctx, {
				personId: pairing.traineeId,
				kind: 'mentoring.corrected',
				params: { mentor, date: content.occurredOn },
				href: `/mentoring/entries/${entry.id}`,
				cause: `mentoring.entry.replace:${entry.id}`
			});
			await recordAudit(tx, ctx, {
				action: 'mentoring.entry.replace',
				subject: { type: 'shadowingEntry', id: entry.id },
				personId: pairing.traineeId,
				before: { id: disputed.id, occurredOn: disputed.occurredOn, minutes: disputed.minutes },
				after: { occurredOn: content.occurredOn, minutes: content.minutes, hash: entry.hash }
			});
			return { id: entry.id };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'shadowing_entries_replaced_once')
			throw conflict('mentoring.entry.replaced');
		throw error;
	}
}
