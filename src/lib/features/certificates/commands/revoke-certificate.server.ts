import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { holdCertificate } from '../hold.server';
import { revokeRounds } from '../rounds.server';
import type { RevokeCertificate } from '../schema';
import { certificateRevocations } from '../tables.server';

/**
 * Revokes a certificate from this moment on, for good, and tells the holder. Nothing is deleted: the number stays
 * verifiable and says that it was revoked, when and under which category. Nobody revokes their own.
 */
export async function revokeCertificate(ctx: Context, input: RevokeCertificate): Promise<void> {
	const { certificateId, category, reason } = input;
	await withTransaction(ctx, async (tx) => {
		// Asks for the permission.
		const { row, printed, status } = await holdCertificate(tx, ctx, certificateId);
		if (status === 'replaced') throw conflict('certificates.revoke.replaced');
		if (status === 'revoked') throw conflict('certificates.revoke.already_revoked');
		const { personId, number } = row;
		const revocation = {
			certificateId,
			category,
			reason,
			revokedOn: dateIn(ctx.now),
			revokedAt: ctx.now,
			revokedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		};
		await tx.insert(certificateRevocations).values(revocation);
		await enqueue(tx, ctx, 'certificates.list.sign', {});
		await revokeRounds(tx, ctx, row);
		await notify(tx, ctx, {
			personId,
			kind: 'certificates.revoked',
			params: { number, grade: printed.grade, on: revocation.revokedOn },
			href: `/certificates/${certificateId}`,
			cause: `certificates.revoked:${certificateId}`
		});
		await recordAudit(tx, ctx, {
			action: 'certificates.certificate.revoke',
			subject: { type: 'certificate', id: certificateId },
			personId,
			after: { number, category, reason, revokedOn: revocation.revokedOn }
		});
	});
}
