import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { runningOut } from './queries/expiring.server';
import { reminderDue } from './rules';

/** Queue of the daily reminders, and its schedule in the organisation's zone. */
export const REMIND_EXPIRING = 'certificates_remind_expiring';
export const REMIND_EXPIRING_CRON = '30 8 * * *';

/**
 * Tells holders that a certificate runs out, at 90, 30 and 7 days. The cause names certificate and threshold, so
 * running twice, or late, tells each of them once.
 */
export async function remindExpiring(ctx: Context): Promise<void> {
	const today = dateIn(ctx.now);
	await withTransaction(ctx, async (tx) => {
		for (const { id, number, personId, grade, validTo } of await runningOut(tx, today)) {
			const due = reminderDue(validTo, today);
			if (due === null) continue;
			await notify(tx, ctx, {
				personId,
				kind: 'certificates.expiring',
				params: { number, grade, validTo },
				href: `/certificates/${id}`,
				cause: `certificates.expiring:${id}:${due}`
			});
		}
	});
}
