import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import { lockPairing, minutesOn, namesOf, signerIs } from '../load.server';
import { decideLog, fieldOf } from '../rules';
import type { LogShadowing } from '../schema';
import { submitEntry } from '../submit.server';

/**
 * The mentor logs a shadowing session; submitting it is the mentor's signature (domain.md 8, step 4). Its minutes
 * count once the trainee has countersigned. Returns the entry's id.
 */
export async function logShadowing(
	ctx: Context,
	input: LogShadowing
): Promise<{ id: string; pairingId: string }> {
	return withTransaction(ctx, async (tx) => {
		const pairing = await lockPairing(tx, ctx, input.pairingId);
		// Without the trainee as the person: nobody logs their own session, even with the mentor role.
		authorize(ctx.actor, 'mentoring.entry.log', {
			unitPath: pairing.unitPath,
			mentorIds: [pairing.mentorId]
		});
		signerIs(ctx, pairing.mentorId);
		const { pairingId: _pairingId, ...content } = input;
		const minutesThatDay = await minutesOn(tx, pairing.traineeId, content.occurredOn);
		const decision = decideLog(content, { pairing, today: dateIn(ctx.now), minutesThatDay });
		if (!decision.ok) {
			throw new Refusal('invalid', decision.code, decision.params, {
				[fieldOf(decision.code)]: decision.code
			});
		}

		const entry = await submitEntry(tx, ctx, pairing, content, null);
		const mentor = (await namesOf(tx, [pairing.mentorId])).get(pairing.mentorId) ?? '';
		await notify(tx, ctx, {
			personId: pairing.traineeId,
			kind: 'mentoring.submitted',
			params: { mentor, date: content.occurredOn, minutes: content.minutes },
			href: `/mentoring/entries/${entry.id}`,
			cause: `mentoring.entry.log:${entry.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'mentoring.entry.log',
			subject: { type: 'shadowingEntry', id: entry.id },
			personId: pairing.traineeId,
			after: {
				pairingId: pairing.id,
				occurredOn: content.occurredOn,
				minutes: content.minutes,
				hash: entry.hash
			}
		});
		return { id: entry.id, pairingId: pairing.id };
	});
}
