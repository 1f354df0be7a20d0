import type { Context } from '$lib/server/context';
import { answerAgreement } from '../answer-agreement.server';
import type { DeclineAgreement } from '../pairing-schema';

/**
 * The trainee or the mentor does not agree, with a reason; what was in force before stays so. Authorises, writes and
 * records audit in `answerAgreement` (withTransaction, authorize, recordAudit), which signing shares.
 */
export const declineAgreement = (
	ctx: Context,
	{ reason, ...input }: DeclineAgreement
): Promise<{ id: string }> => answerAgreement(ctx, { ...input, act: 'decline', words: reason });
