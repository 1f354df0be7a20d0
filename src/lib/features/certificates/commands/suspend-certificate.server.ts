import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { holdCertificate } from '../hold.server';
import { decideSuspend } from '../rules';
import type { SuspendCertificate } from '../schema';
import { certificateSuspensions } from '../tables.server';

/**
 * Suspends a certificate from today on, until somebody restores it, and tells the holder why. It keeps its number and its
 * dates: time goes on. Nobody suspends their own.
 */
export async function suspendCertificate(ctx: Context, input: SuspendCertificate): Promise<void> {
	const { certificateId, cause, reason } = input;
	await withTransaction(ctx, async (tx) => {
		// Asks for the permission.
		const { row, printed, status, open } = await holdCertificate(tx, ctx, certificateId);
		const decision = decideSuspend(status, open);
		if (!decision.ok) throw conflict(decision.code);
		const { personId, number } = row;
		const suspension = {
			...{ id: newId(ctx.now), certificateId, cause, reason, fromOn: dateIn(ctx.now) },
			...{ suspendedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null, suspendedAt: ctx.now }
		};
		await tx.insert(certificateSuspensions).values(suspension);
		await notify(tx, ctx, {
			personId,
			kind: 'certificates.suspended',
			params: { number, grade: printed.grade, on: suspension.fromOn },
			href: `/certificates/${certificateId}`,
			cause: `certificates.suspended:${suspension.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'certificates.certificate.suspend',
			subject: { type: 'certificate', id: certificateId },
			personId,
			after: { number, cause, reason, from: suspension.fromOn }
		});
	});
}
