import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { gradeName } from '../grades';
import type { RevokeCertificate } from '../schema';
import { certificateRevocations, certificates } from '../tables.server';

/**
 * Revokes a certificate from this moment on, for good, and tells the holder. Nothing is deleted: the number stays
 * verifiable and says that it was revoked, when and under which category. Nobody revokes their own.
 */
export async function revokeCertificate(ctx: Context, input: RevokeCertificate): Promise<void> {
	const { certificateId, category, reason } = input;
	await withTransaction(ctx, async (tx) => {
		const [certificate] = await tx.select().from(certificates).where(eq(certificates.id, certificateId));
		if (!certificate) throw notFound();
		const { personId, number, ladder, tier } = certificate;
		const { unitPath } = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'certificates.certificate.revoke', {
			personId,
			unitPath,
			parties: { holder: personId }
		});
		const revocation = {
			certificateId,
			category,
			reason,
			revokedOn: dateIn(ctx.now),
			revokedAt: ctx.now,
			revokedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		};
		const written = await tx
			.insert(certificateRevocations)
			.values(revocation)
			.onConflictDoNothing()
			.returning({ id: certificateRevocations.certificateId });
		if (!written.length) throw conflict('certificates.revoke.already_revoked');
		await notify(tx, ctx, {
			personId,
			kind: 'certificates.revoked',
			params: { number, grade: gradeName(ladder, tier), on: revocation.revokedOn },
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
