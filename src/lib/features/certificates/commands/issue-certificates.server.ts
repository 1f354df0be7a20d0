import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { openFonts } from '$lib/server/pdf/fonts';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { issueOn, tellIssued } from '../issue.server';
import { groundsForIssue, issuerName } from '../queries/grounds.server';
import { readKinds } from '../rounds.server';
import type { IssueCertificates } from '../schema';
import type { WrittenCertificate } from '../write.server';

export interface IssuedCertificate {
	id: string;
	number: string;
	personId: string;
}

/**
 * Issues a certificate on each of some passed attempts of released sittings and completions: all of them or none. Refuses, naming the
 * person, what `decideIssue` refuses.
 *
 * No authorisation: only tools of ours issue at once. People ask (`requestCertificates`), and somebody else approves.
 */
export async function issueCertificates(
	ctx: Context,
	input: IssueCertificates
): Promise<IssuedCertificate[]> {
	if (ctx.actor.kind !== 'system') throw forbidden();
	const ids = [...new Set(input.groundIds)];
	// Opened before the transaction, which would otherwise be held open while 30 MB are read.
	await openFonts();
	return withTransaction(ctx, async (tx) => {
		const grounds = await groundsForIssue(tx, ids);
		if (grounds.length !== ids.length) throw notFound();
		const [issuer, kinds] = [await issuerName(tx), await readKinds(tx)];
		const issued: WrittenCertificate[] = [];
		for (const ground of grounds) {
			const decision = await issueOn(tx, ctx, ground, { issuer, issuedBy: null, kinds });
			if (!decision.ok) throw conflict(decision.code, decision.params);
			issued.push(decision.certificate);
		}
		await tellIssued(tx, ctx, issued);
		return issued.map(({ id, number, personId }) => ({ id, number, personId }));
	});
}
