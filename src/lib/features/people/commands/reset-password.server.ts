import type { Context } from '$lib/server/context';
import { oneTimePassword } from '../one-time-password.server';
import type { ResetPassword } from '../schema';
import { setPassword } from './set-password.server';

/**
 * Makes a one-time password for somebody and gives it back, the only time that it can be read.
 * `setPassword` authorises, opens the transaction and records audit.
 */
export async function resetPassword(
	ctx: Context,
	input: ResetPassword
): Promise<{ oneTimePassword: string }> {
	const password = oneTimePassword();
	await setPassword(ctx, { personId: input.personId, password });
	return { oneTimePassword: password };
}
