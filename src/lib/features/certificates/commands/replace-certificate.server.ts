import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { enqueue } from '$lib/server/jobs/events';
import { openFonts, unprintableIn } from '$lib/server/pdf/fonts';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { holdCertificate } from '../hold.server';
import { textsFor } from '../issue.server';
import { letterOf } from '../number';
import { samePrint, textsOf } from '../printed';
import { groundsForIssue, issuerName } from '../queries/grounds.server';
import { decideReplace } from '../rules';
import type { ReplaceCertificate } from '../schema';
import { certificateRevocations } from '../tables.server';
import { writeCertificate } from '../write.server';

/**
 * Corrects what is printed: issues a certificate in the words of today's records, under a number of its own, in the place of
 * another one, which is out from this moment on. It runs out on the same day and rests on the same exam or module. Refused when
 * nothing would differ: what is wrong is mended in the record first. Nobody replaces their own.
 */
export async function replaceCertificate(
	ctx: Context,
	input: ReplaceCertificate
): Promise<{ id: string; number: string }> {
	const { certificateId, reason } = input;
	// Opened before the transaction, which would otherwise be held open while 30 MB are read.
	await openFonts();
	return withTransaction(ctx, async (tx) => {
		// Asks for the permission.
		const { row: old, printed, status } = await holdCertificate(tx, ctx, certificateId);
		const { personId, groundId, attemptId, completionId, validTo } = old;
		const [ground] = await groundsForIssue(tx, [groundId]);
		if (!ground) throw notFound();
		// Of a grade that there is no longer it goes on saying what it said.
		const texts = textsFor(ground, ground.names ?? printed, await issuerName(tx));
		const decision = decideReplace(status, !samePrint(texts, printed));
		if (!decision.ok) throw conflict(decision.code);
		const unprintable = await unprintableIn(textsOf(texts));
		if (unprintable.length) {
			const characters = unprintable.join(' ');
			throw conflict('certificates.issue.unprintable', { name: ground.name, characters });
		}
		const by = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const about = { attemptId, completionId, personId, replaces: certificateId, validTo, issuedBy: by };
		const issued = await writeCertificate(tx, ctx, { ...about, letter: letterOf(old.number) }, texts);
		if (!issued) throw conflict('certificates.replace.over');
		const { id, number } = issued;
		const revokedOn = dateIn(ctx.now);
		await tx
			.insert(certificateRevocations)
			.values({ certificateId, category: 'replaced', reason, revokedOn, revokedAt: ctx.now, revokedBy: by });
		// Signs the lists besides, which now lack the old one.
		await enqueue(tx, ctx, 'certificates.credential.sign', { certificateIds: [id] });
		await notify(tx, ctx, {
			personId,
			kind: 'certificates.replaced',
			params: { number, old: old.number, grade: texts.grade },
			href: `/certificates/${id}`,
			cause: `certificates.replaced:${certificateId}`
		});
		await recordAudit(tx, ctx, {
			action: 'certificates.certificate.replace',
			subject: { type: 'certificate', id: certificateId },
			personId,
			before: { number: old.number, printed: old.printed },
			after: { id, number, printed: issued.printed, reason }
		});
		return { id, number };
	});
}
