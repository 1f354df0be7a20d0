import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { holdCertificate } from '../hold.server';
import type { RestoreCertificate } from '../schema';
import { certificateSuspensions } from '../tables.server';

/**
 * Ends the suspensions of a certificate, decided or found by the daily look, which lets such a breach pass from then on. It
 * counts again from today on, unless it has run out meanwhile. Nobody restores their own.
 */
export async function restoreCertificate(ctx: Context, input: RestoreCertificate): Promise<void> {
	const { certificateId, reason } = input;
	await withTransaction(ctx, async (tx) => {
		// Asks for the permission.
		const { row, printed, status } = await holdCertificate(tx, ctx, certificateId);
		if (status === 'revoked' || status === 'replaced') throw conflict('certificates.restore.over');
		const ended = await tx
			.update(certificateSuspensions)
			.set({
				...{ curedOn: dateIn(ctx.now), curedAt: ctx.now, cureReason: reason },
				curedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
			})
			.where(
				and(eq(certificateSuspensions.certificateId, certificateId), isNull(certificateSuspensions.curedAt))
			)
			.returning({ id: certificateSuspensions.id });
		const [suspension] = ended;
		if (!suspension) throw conflict('certificates.restore.not_suspended');
		const { personId, number } = row;
		await notify(tx, ctx, {
			personId,
			kind: 'certificates.restored',
			params: { number, grade: printed.grade, on: dateIn(ctx.now) },
			href: `/certificates/${certificateId}`,
			cause: `certificates.restored:${suspension.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'certificates.certificate.restore',
			subject: { type: 'certificate', id: certificateId },
			personId,
			after: { number, reason, on: dateIn(ctx.now) }
		});
	});
}
