import { and, asc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import type { EvidenceFact } from './evidence';
import { evidence, evidenceRetractions } from './tables.server';

/**
 * The evidence of people (null: of everybody) that began on or before `on`, oldest first; retracted records are
 * left out. With `recordedBefore` as it was known at that instant (inclusive): later records are not there yet,
 * later retractions have not happened. People without evidence have no entry. Asks no permission: the caller does.
 */
export async function evidenceFacts(
	db: Database,
	personIds: readonly string[] | null,
	asOf: { on: IsoDate; recordedBefore?: Date }
): Promise<Map<string, EvidenceFact[]>> {
	const facts = new Map<string, EvidenceFact[]>();
	if (personIds?.length === 0) return facts;
	const known = asOf.recordedBefore;
	const rows = await db
		.select({
			id: evidence.id,
			personId: evidence.personId,
			kind: evidence.kind,
			validFrom: evidence.validFrom,
			validTo: evidence.validTo,
			data: evidence.data
		})
		.from(evidence)
		.leftJoin(evidenceRetractions, eq(evidenceRetractions.evidenceId, evidence.id))
		.where(
			and(
				personIds ? inArray(evidence.personId, [...personIds]) : undefined,
				lte(evidence.validFrom, asOf.on),
				known ? lte(evidence.recordedAt, known) : undefined,
				known
					? or(isNull(evidenceRetractions.evidenceId), gt(evidenceRetractions.recordedAt, known))
					: isNull(evidenceRetractions.evidenceId)
			)
		)
		.orderBy(asc(evidence.validFrom), asc(evidence.id));
	for (const { personId, ...fact } of rows) {
		const list = facts.get(personId);
		if (list) list.push(fact as EvidenceFact);
		else facts.set(personId, [fact as EvidenceFact]);
	}
	return facts;
}
