import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { sideOf } from '../agreement.server';
import { authorOf, firstVersion, lockEntry, nameIn, signerIs } from '../load.server';
import { takePictures } from '../pictures.server';
import { mayReplace } from '../rules';
import type { ReplaceShadowing } from '../schema';
import { checkLog, lookAround, submitEntry } from '../submit.server';

/**
 * After a dispute whoever wrote the entry submits a corrected one in its place, which stays as it is; the other side
 * signs again. Returns the new entry's id.
 */
export async function replaceShadowing(ctx: Context, input: ReplaceShadowing): Promise<{ id: string }> {
	const { entryId, pictures = [], ...content } = input;
	const photos = takePictures(pictures);
	try {
		return await withTransaction(ctx, async (tx) => {
			const { pairing, entry: disputed, state } = await lockEntry(tx, ctx, entryId);
			const side = sideOf(ctx, pairing);
			authorize(ctx.actor, 'mentoring.entry.log', {
				unitPath: pairing.unitPath,
				...(side === 'mentor' ? { mentorIds: [pairing.mentorId] } : { personId: pairing.traineeId })
			});
			const author = signerIs(ctx, await authorOf(tx, disputed.id));
			const allowed = mayReplace(state);
			if (!allowed.ok) throw conflict(allowed.code);
			const firstLoggedOn = dateIn((await firstVersion(tx, disputed.id)).createdAt);
			const around = await lookAround(tx, ctx, pairing, content, firstLoggedOn);
			checkLog(ctx, pairing, content, around, firstLoggedOn);

			const before = { id: disputed.id, firstLoggedOn };
			const entry = await submitEntry(tx, ctx, pairing, content, around, before, photos);
			await notify(tx, ctx, {
				personId: side === 'mentor' ? pairing.traineeId : pairing.mentorId,
				kind: 'mentoring.corrected',
				params: { mentor: nameIn(pairing, author), date: content.occurredOn },
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
		const broken = brokenConstraint(error);
		if (broken === 'shadowing_entries_replaced_once') throw conflict('mentoring.entry.replaced');
		if (broken === 'shadowing_entries_sent_once') throw conflict('mentoring.entry.sent');
		throw error;
	}
}
