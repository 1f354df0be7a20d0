import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, notFound } from '$lib/shared/errors';
import type { EndShare } from '../schema';
import { certificates, certificateShares } from '../tables.server';

/** Ends a secret address of one's own certificate: from this moment on it is not found. */
export async function endShare(ctx: Context, { shareId }: EndShare): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [share] = await tx
			.select({ certificateId: certificates.id, personId: certificates.personId })
			.from(certificateShares)
			.innerJoin(certificates, eq(certificates.id, certificateShares.certificateId))
			.where(eq(certificateShares.id, shareId));
		if (!share) throw notFound();
		const { certificateId, personId } = share;
		authorize(ctx.actor, 'certificates.certificate.share', { personId });
		const ended = await tx
			.update(certificateShares)
			.set({ endedAt: ctx.now })
			.where(and(eq(certificateShares.id, shareId), isNull(certificateShares.endedAt)))
			.returning({ id: certificateShares.id });
		if (!ended.length) throw conflict('certificates.share.ended');
		await recordAudit(tx, ctx, {
			action: 'certificates.certificate.unshare',
			subject: { type: 'certificate', id: certificateId },
			personId,
			after: { share: shareId }
		});
	});
}
