import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { answer, answersEntry, correction, correctsEntry, entryState } from './load.server';
import { pairings, shadowingEntries } from './tables.server';

/** One shadowing session as evidence. Only `countersigned` minutes count. */
export interface ShadowingFact {
	id: string;
	occurredOn: IsoDate;
	minutes: number;
	/** Numbers of the seven work steps. */
	steps: number[];
	state: 'waiting' | 'countersigned' | 'disputed';
	/** The day of the trainee's signature; null while waiting. */
	signedOn: IsoDate | null;
}

/**
 * The shadowing of trainees (null: of everybody) up to and on `on`, oldest first; entries that a corrected one
 * replaced are left out. With `recordedBefore` as it was known at that instant (inclusive). People without any
 * have no entry. Asks no permission: the caller does.
 */
export async function shadowingFacts(
	db: Database,
	personIds: readonly string[] | null,
	asOf: { on: IsoDate; recordedBefore?: Date }
): Promise<Map<string, ShadowingFact[]>> {
	const facts = new Map<string, ShadowingFact[]>();
	if (personIds?.length === 0) return facts;
	const known = asOf.recordedBefore;
	const rows = await db
		.select({
			traineeId: pairings.traineeId,
			id: shadowingEntries.id,
			occurredOn: shadowingEntries.occurredOn,
			minutes: shadowingEntries.minutes,
			steps: shadowingEntries.steps,
			state: entryState,
			signedAt: answer.signedAt
		})
		.from(shadowingEntries)
		.innerJoin(pairings, eq(pairings.id, shadowingEntries.pairingId))
		.leftJoin(answer, known ? and(answersEntry, lte(answer.signedAt, known)) : answersEntry)
		.leftJoin(correction, known ? and(correctsEntry, lte(correction.createdAt, known)) : correctsEntry)
		.where(
			and(
				personIds ? inArray(pairings.traineeId, [...personIds]) : undefined,
				lte(shadowingEntries.occurredOn, asOf.on),
				known ? lte(shadowingEntries.createdAt, known) : undefined
			)
		)
		.orderBy(asc(shadowingEntries.occurredOn), asc(shadowingEntries.id));
	for (const { traineeId, state, signedAt, ...fact } of rows) {
		if (state === 'replaced') continue;
		const complete = { ...fact, state, signedOn: signedAt ? dateIn(signedAt) : null };
		const list = facts.get(traineeId);
		if (list) list.push(complete);
		else facts.set(traineeId, [complete]);
	}
	return facts;
}
