import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import { isSensitive, type RecordEvidence } from '../evidence';
import { checkEvidenceDates } from '../rules';
import { lockPerson } from '../subject.server';
import { evidence, evidenceRetractions } from '../tables.server';

/**
 * Adds a record to what is known of a person: nobody to their own; credit standing and discipline only by those who
 * may read them. The same record twice is refused, so that a double click counts once.
 */
export async function recordEvidence(ctx: Context, input: RecordEvidence): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const { row: person, subject } = await lockPerson(tx, input.personId);
		authorize(ctx.actor, 'people.evidence.record', subject);
		if (isSensitive(input.kind)) authorize(ctx.actor, 'people.sensitive.read', subject);
		const record = {
			kind: input.kind,
			validFrom: input.validFrom,
			validTo: input.validTo ?? null,
			data: input.data
		};
		const impossible = checkEvidenceDates(record, person, dateIn(ctx.now));
		if (impossible) throw invalid('app.form', { [impossible.field]: impossible.code });

		const same = await tx
			.select({ data: evidence.data })
			.from(evidence)
			.leftJoin(evidenceRetractions, eq(evidenceRetractions.evidenceId, evidence.id))
			.where(
				and(
					eq(evidence.personId, input.personId),
					eq(evidence.kind, input.kind),
					eq(evidence.validFrom, input.validFrom),
					isNull(evidenceRetractions.evidenceId)
				)
			);
		if (same.some(({ data }) => canonicalJson(data) === canonicalJson(input.data))) {
			throw conflict('people.evidence.duplicate');
		}
		const id = newId(ctx.now);
		await tx.insert(evidence).values({
			...record,
			id,
			personId: input.personId,
			recordedAt: ctx.now,
			recordedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		});
		await recordAudit(tx, ctx, {
			action: 'people.evidence.record',
			subject: { type: 'evidence', id },
			personId: input.personId,
			after: record
		});
		return { id };
	});
}
