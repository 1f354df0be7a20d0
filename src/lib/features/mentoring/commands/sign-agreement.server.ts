import type { Context } from '$lib/server/context';
import { answerAgreement } from '../answer-agreement.server';
import type { SignAgreement } from '../pairing-schema';

/**
 * The trainee or the mentor signs a version of their agreement; with both signatures it is in force. Authorises, writes
 * and records audit in `answerAgreement` (withTransaction, authorize, recordAudit), which declining shares.
 */
export const signAgreement = (ctx: Context, input: SignAgreement): Promise<{ id: string }> =>
	answerAgreement(ctx, { ...input, act: 'sign', words: '' });
