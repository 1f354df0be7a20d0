import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { atStake } from '../queries/at-stake.server';
import type { KeepCertificate } from '../schema';
import { certificateKeeps, certificates } from '../tables.server';

/**
 * Lets a certificate stand whose result no longer passes, with the reason. It is asked again only when the result is another
 * one. Nobody decides on their own.
 */
export async function keepCertificate(ctx: Context, input: KeepCertificate): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [certificate] = await tx
			.select()
			.from(certificates)
			.where(eq(certificates.id, input.certificateId));
		if (!certificate) throw notFound();
		const { personId } = certificate;
		const { unitPath } = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'certificates.certificate.revoke', {
			personId,
			unitPath,
			parties: { holder: personId }
		});
		const [asked] = await atStake(tx, dateIn(ctx.now), eq(certificates.id, certificate.id));
		if (!asked) throw conflict('certificates.keep.not_asked');
		const kept = {
			...{ certificateId: certificate.id, resultVersion: asked.version, reason: input.reason },
			...{ keptBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null, keptAt: ctx.now }
		};
		const written = await tx
			.insert(certificateKeeps)
			.values(kept)
			.onConflictDoNothing()
			.returning({ id: certificateKeeps.certificateId });
		if (!written.length) throw conflict('certificates.keep.not_asked');
		await recordAudit(tx, ctx, {
			action: 'certificates.certificate.keep',
			subject: { type: 'certificate', id: certificate.id },
			after: { resultVersion: asked.version, reason: input.reason }
		});
	});
}
