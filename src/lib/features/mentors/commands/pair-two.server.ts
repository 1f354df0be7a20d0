import type { CreatePairing } from '$lib/features/mentoring';
import { authorizePairing, createPairing } from '$lib/features/mentoring/index.server';
import { loadI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { notFound, Refusal } from '$lib/shared/errors';
import { loadPair } from '../load.server';
import { lockMentors } from '../subject.server';

/**
 * Pairs two people by the rules for mentors: qualified, neither suspended nor away, with a place, no conflict of
 * interest.
 * `authorizePairing` asks for `mentoring.pairing.create`. No audit: `createPairing` records the pairing.
 */
export async function pairTwo(ctx: Context, input: CreatePairing): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		await authorizePairing(tx, ctx, input);
		await lockMentors(tx, [input.mentorId]);
		const today = dateIn(ctx.now);
		const on = input.startsOn > today ? input.startsOn : today;
		const pair = await loadPair(tx, input.traineeId, input.mentorId, on);
		if (!pair) throw notFound('mentors.proposal.gone');
		if (pair.exclusion) {
			const { t } = await loadI18n(ctx.locale);
			const why = t(`mentors.exclusion.${pair.exclusion}`);
			throw new Refusal('conflict', 'mentors.import.unfit', { why });
		}
		return createPairing({ ...ctx, db: tx }, input);
	});
}
