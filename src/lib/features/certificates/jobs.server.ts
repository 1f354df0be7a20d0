import { can, type Actor } from '$lib/access/can';
import { notify, notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { actorsWith } from '$lib/features/people/index.server';
import { dateIn } from '$lib/shared/dates';
import { isModuleLadder } from './grades';
import { atStakeIn, type AtStake } from './queries/at-stake.server';
import { runningOut } from './queries/expiring.server';
import { reminderDue } from './rules';

/** Queue of the daily reminders, and its schedule in the organisation's zone. */
export const REMIND_EXPIRING = 'certificates_remind_expiring';
export const REMIND_EXPIRING_CRON = '30 8 * * *';

/**
 * Tells holders and whoever leads their unit that a certificate runs out, at 90, 30 and 7 days. The cause names certificate and threshold, so
 * running twice, or late, tells each of them once.
 */
export async function remindExpiring(ctx: Context): Promise<void> {
	const today = dateIn(ctx.now);
	await withTransaction(ctx, async (tx) => {
		for (const certificate of await runningOut(tx, today)) {
			const { id, number, personId, name, headId, ladder, tier, grade, validTo } = certificate;
			const due = reminderDue(validTo, today);
			if (due === null) continue;
			await notify(tx, ctx, {
				personId,
				kind: 'certificates.expiring',
				params: { number, grade, validTo },
				// A module says what it renews, and is taken again there.
				href: isModuleLadder(ladder) ? `/training/${tier}` : `/certificates/${id}`,
				cause: `certificates.expiring:${id}:${due}`
			});
			if (!headId) continue;
			await notify(tx, ctx, {
				personId: headId,
				kind: 'certificates.expiringOf',
				params: { name, number, grade, validTo },
				href: '/inbox',
				cause: `certificates.expiringOf:${id}:${due}`
			});
		}
	});
}

const mayRevoke = (actor: Actor, { personId, unitPath }: AtStake): boolean =>
	can(actor, 'certificates.certificate.revoke', { personId, unitPath, parties: { holder: personId } }).ok;

/** When results of a sitting no longer pass: tells whoever may revoke certificates that rest on them, and how many. */
export async function tellAtStake(
	ctx: Context,
	{ sittingId, at }: { sittingId: string; at: string }
): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const waiting = await atStakeIn(tx, sittingId, dateIn(ctx.now));
		const [first] = waiting;
		if (!first) return;
		const revoking = await actorsWith(tx, 'certificates.certificate.revoke', dateIn(ctx.now));
		const told = revoking.map((actor) => ({
			personId: actor.personId,
			count: waiting.filter((one) => mayRevoke(actor, one)).length
		}));
		await notifyMany(
			tx,
			ctx,
			told
				.filter(({ count }) => count)
				.map(({ personId, count }) => ({
					...{ personId, kind: 'certificates.atStake', params: { exam: first.exam, count } },
					href: '/staff/certificates/at-stake',
					cause: `certificates.atStake:${sittingId}:${at}`
				}))
		);
	});
}
