import { and, count, eq, gte, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { ShareCertificate } from '../schema';
import { decideShare } from '../sharing/rules';
import { newToken } from '../sharing/secret.server';
import { certificates, certificateShares } from '../tables.server';

/**
 * Makes a secret address for a certificate of one's own, which opens up to and including a day. Returns the token, which is
 * kept nowhere: only its hash is.
 */
export async function shareCertificate(ctx: Context, input: ShareCertificate): Promise<{ token: string }> {
	const { certificateId, endsOn } = input;
	const today = dateIn(ctx.now);
	return withTransaction(ctx, async (tx) => {
		const [certificate] = await tx
			.select({ personId: certificates.personId })
			.from(certificates)
			.where(eq(certificates.id, certificateId))
			.for('update');
		if (!certificate) throw notFound();
		const { personId } = certificate;
		authorize(ctx.actor, 'certificates.certificate.share', { personId });
		const [open] = await tx
			.select({ count: count() })
			.from(certificateShares)
			.where(
				and(
					eq(certificateShares.certificateId, certificateId),
					isNull(certificateShares.endedAt),
					gte(certificateShares.endsOn, today)
				)
			);
		const decision = decideShare({ endsOn, today, open: open?.count ?? 0 });
		if (!decision.ok) {
			if (decision.code === 'certificates.share.too_many') throw conflict(decision.code, decision.params);
			throw invalid(decision.code, { endsOn: decision.code });
		}
		const id = newId(ctx.now);
		const { token, tokenHash } = newToken();
		await tx.insert(certificateShares).values({ id, certificateId, tokenHash, endsOn, createdAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'certificates.certificate.share',
			subject: { type: 'certificate', id: certificateId },
			personId,
			after: { share: id, endsOn }
		});
		return { token };
	});
}
