import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { isSensitive, type RetractEvidence } from '../evidence';
import { lockPerson } from '../subject.server';
import { evidence, evidenceRetractions } from '../tables.server';

/**
 * Takes a wrong record back with a reason; both stay visible, and decisions that used it keep it. Only by a person,
 * who stands for it with their name.
 */
export async function retractEvidence(ctx: Context, input: RetractEvidence): Promise<void> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden();
	await withTransaction(ctx, async (tx) => {
		const [record] = await tx.select().from(evidence).where(eq(evidence.id, input.evidenceId));
		if (!record) throw notFound();
		const { subject } = await lockPerson(tx, record.personId);
		authorize(actor, 'people.evidence.record', subject);
		if (isSensitive(record.kind)) authorize(actor, 'people.sensitive.read', subject);
		const retracted = await tx
			.insert(evidenceRetractions)
			.values({
				evidenceId: record.id,
				reason: input.reason,
				recordedAt: ctx.now,
				recordedBy: actor.personId
			})
			.onConflictDoNothing({ target: evidenceRetractions.evidenceId })
			.returning({ id: evidenceRetractions.evidenceId });
		if (!retracted.length) throw conflict('people.evidence.retracted');
		await recordAudit(tx, ctx, {
			action: 'people.evidence.retract',
			subject: { type: 'evidence', id: record.id },
			personId: record.personId,
			before: { kind: record.kind, validFrom: record.validFrom, validTo: record.validTo, data: record.data },
			after: { reason: input.reason }
		});
	});
}
