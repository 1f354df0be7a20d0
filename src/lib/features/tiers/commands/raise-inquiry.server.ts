import { and, count, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { RaiseInquiry } from '../inquiries/schema';
import { isTold } from '../inquiries/rules';
import { findPolicyInForce } from '../queries/policies.server';
import { holdersOver } from '../subject.server';
import { decisions, inquiries } from '../tables.server';

/** So many of a person's own questions may wait for an answer at once. */
export const OPEN_INQUIRIES = 5;

/**
 * A person asks for an explanation of how they stand, or objects to it or to a decision about them (PIPL, Article
 * 24): a person answers. Only about oneself, and only about decisions that one has been told of.
 */
export async function raiseInquiry(ctx: Context, input: RaiseInquiry): Promise<string> {
	const { actor, now } = ctx;
	if (actor.kind !== 'person') throw forbidden('access.signed_out');
	const personId = actor.personId;
	return withTransaction(ctx, async (tx) => {
		const person = await getPersonSubject(tx, personId);
		authorize(actor, 'tiers.inquiry.raise', { personId, unitPath: person.unitPath });
		const today = dateIn(now);
		if (!(await findPolicyInForce(tx, input.ladder, today))) throw notFound();
		const round = input.decisionId ? await roundOf(tx, input.decisionId, personId) : null;
		const [open] = await tx
			.select({ n: count() })
			.from(inquiries)
			.where(and(eq(inquiries.raisedBy, personId), isNull(inquiries.answeredAt)));
		if ((open?.n ?? 0) >= OPEN_INQUIRIES)
			throw conflict('inquiries.inquiry.too_many', { count: OPEN_INQUIRIES });
		const id = newId(now);
		await tx.insert(inquiries).values({
			...{ id, personId, kind: input.kind, ladder: input.ladder, decisionId: input.decisionId },
			...{ round, raisedBy: personId, raisedAt: now, words: input.words }
		});
		for (const officer of await holdersOver(tx, 'hrOfficer', [person.unitPath], today)) {
			if (officer === personId) continue;
			await notify(tx, ctx, {
				personId: officer,
				kind: `inquiries.${input.kind}`,
				params: { name: person.name },
				href: `/staff/inquiries/${id}`,
				cause: `tiers.inquiry.raise:${id}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'tiers.inquiry.raise',
			subject: { type: 'inquiry', id },
			personId,
			after: { kind: input.kind, ladder: input.ladder, decisionId: input.decisionId }
		});
		return id;
	});
}

/** The round of a decision on the person that they have been told of; anything else does not exist for them. */
async function roundOf(tx: Database, decisionId: string, personId: string): Promise<number> {
	const [decision] = await tx.select().from(decisions).where(eq(decisions.id, decisionId));
	if (!decision || decision.personId !== personId || !isTold(decision)) throw notFound();
	return decision.round;
}
