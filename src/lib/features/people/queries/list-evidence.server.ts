import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { evidenceKinds, isSensitive, type EvidenceFact, type EvidenceKind } from '../evidence';
import { getPersonSubject } from '../subject.server';
import { evidence, evidenceRetractions, people } from '../tables.server';

/** A record as a page shows it: with who entered it and when, and its retraction when there is one. */
export type EvidenceRecord = EvidenceFact & {
	recordedAt: string;
	recordedBy: string | null;
	retraction: { reason: string; at: string; by: string } | null;
};

/** All records of some kinds, retracted ones too, newest first. Asks no permission: the callers do. */
export async function loadEvidence(
	db: Database,
	personId: string,
	kinds: readonly EvidenceKind[]
): Promise<EvidenceRecord[]> {
	const recorder = alias(people, 'recorder');
	const retractor = alias(people, 'retractor');
	const rows = await db
		.select({
			record: evidence,
			retraction: evidenceRetractions,
			by: recorder.name,
			retractedBy: retractor.name
		})
		.from(evidence)
		.leftJoin(recorder, eq(recorder.id, evidence.recordedBy))
		.leftJoin(evidenceRetractions, eq(evidenceRetractions.evidenceId, evidence.id))
		.leftJoin(retractor, eq(retractor.id, evidenceRetractions.recordedBy))
		.where(and(eq(evidence.personId, personId), inArray(evidence.kind, [...kinds])))
		.orderBy(desc(evidence.validFrom), asc(evidence.id));
	return rows.map(({ record, retraction, by, retractedBy }) => ({
		...({
			id: record.id,
			kind: record.kind,
			validFrom: record.validFrom,
			validTo: record.validTo,
			data: record.data
		} as EvidenceFact),
		recordedAt: record.recordedAt.toISOString(),
		recordedBy: by,
		retraction: retraction && {
			reason: retraction.reason,
			at: retraction.recordedAt.toISOString(),
			by: retractedBy ?? ''
		}
	}));
}

/** Education, titles, experience and induction of a person. Credit standing and discipline: `readStanding`. */
export async function listEvidence(ctx: Context, personId: string): Promise<EvidenceRecord[]> {
	if (!isId(personId)) throw notFound();
	const { unitPath } = await getPersonSubject(ctx.db, personId);
	authorize(ctx.actor, 'people.evidence.read', { personId, unitPath });
	return loadEvidence(
		ctx.db,
		personId,
		evidenceKinds.filter((kind) => !isSensitive(kind))
	);
}
