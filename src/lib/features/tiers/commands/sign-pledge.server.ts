import { and, desc, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { lastDayOf, pledgeState } from '../pledges/rules';
import type { SignPledge } from '../pledges/schema';
import { hashOfSignature } from '../pledges/text.server';
import { pledges, pledgeTexts } from '../tables.server';

/** Signs the newest text of a commitment letter (承诺书); only by the person themself, and once while it holds. */
export async function signPledge(ctx: Context, input: SignPledge): Promise<void> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden();
	const { personId } = actor;
	await withTransaction(ctx, async (tx) => {
		const { unitPath } = await getPersonSubject(tx, personId);
		authorize(actor, 'tiers.pledge.sign', { personId, unitPath });
		// One signature after the other, so that a double click signs once.
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`pledge:${personId}`}))`);
		const [text] = await tx.select().from(pledgeTexts).where(eq(pledgeTexts.id, input.textId));
		if (!text) throw notFound();
		const [newest] = await tx
			.select({ version: pledgeTexts.version })
			.from(pledgeTexts)
			.where(eq(pledgeTexts.code, text.code))
			.orderBy(desc(pledgeTexts.version))
			.limit(1);
		if (newest?.version !== text.version) throw conflict('pledges.text.old');
		const [last] = await tx
			.select({ version: pledgeTexts.version, validTo: pledges.validTo })
			.from(pledges)
			.innerJoin(pledgeTexts, eq(pledgeTexts.id, pledges.textId))
			.where(and(eq(pledges.personId, personId), eq(pledgeTexts.code, text.code)))
			.orderBy(desc(pledges.signedAt), desc(pledges.id))
			.limit(1);
		const signedOn = dateIn(ctx.now);
		if (pledgeState(text.version, last ?? null, signedOn) === 'signed') throw conflict('pledges.signed');
		const id = newId(ctx.now);
		const signature = {
			textId: text.id,
			signedOn,
			validTo: lastDayOf(signedOn, text.validMonths),
			hash: hashOfSignature(text.sha256, personId, ctx.now)
		};
		await tx.insert(pledges).values({ ...signature, id, personId, signedAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'tiers.pledge.sign',
			subject: { type: 'pledge', id },
			personId,
			after: { code: text.code, version: text.version, ...signature }
		});
	});
}
