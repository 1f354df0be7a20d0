import { alias } from 'drizzle-orm/pg-core';
import { and, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { can, type Subject } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { prepared, type Database } from '$lib/server/db/database';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../people/tables.server';
import { pairings, shadowingEntries, shadowingFlags, shadowingSignatures } from './tables.server';
import type { EntryState } from './vocabulary';

/** The other side's signature of an entry; an entry has at most one. */
export const answer = alias(shadowingSignatures, 'answer');
/** The entry that stands in for a disputed one. */
export const correction = alias(shadowingEntries, 'correction');
export const answersEntry = and(
	eq(answer.entryId, shadowingEntries.id),
	inArray(answer.act, ['countersign', 'dispute'])
);
export const correctsEntry = eq(correction.replacesId, shadowingEntries.id);

/** HR's word on an entry, as SQL that holds when it is of the given kind; an entry has at most one. */
const settled = (how: SQL) => sql`exists (select from ${shadowingSignatures} settlement
	where settlement.entry_id = ${shadowingEntries.id} and settlement.act = 'settle' and ${how})`;

/** Holds when a flag of an entry is of the given kind. */
const flagged = (how: SQL) => sql`exists (select from ${shadowingFlags} flag
	where flag.entry_id = ${shadowingEntries.id} and ${how})`;

/** `computeEntryState` as SQL, over the joins above; a test proves that the two agree. */
export const entryState = sql<EntryState>`case
	when ${settled(sql`true`)} then 'settled'
	when ${answer.act} is null and ${flagged(sql`flag.kind = 'unanswered'`)} then 'lapsed'
	when ${answer.act} = 'countersign' then 'countersigned'
	when ${answer.act} is null then 'waiting'
	when ${correction.id} is not null then 'replaced'
	else 'disputed' end`;

/** `computeCounts` as SQL, over the same joins. */
export const entryCounts = sql<boolean>`(
	(${settled(sql`settlement.detail ->> 'counted' = 'true'`)} or coalesce(${answer.act} = 'countersign', false))
	and not ${flagged(sql`flag.cleared is not true`)})`;

/** How many flags of an entry are open or upheld. */
export const entryFlags = sql<number>`(select count(*)::int from ${shadowingFlags} flag
	where flag.entry_id = ${shadowingEntries.id} and flag.cleared is not true)`;

export type LockedPairing = Awaited<ReturnType<typeof lockPairing>>;

/**
 * A pairing, locked until the transaction ends: signatures of one pairing follow one another. Whoever may not read
 * it does not find it.
 */
export async function lockPairing(tx: Database, ctx: Context, pairingId: string) {
	const [found] = isId(pairingId) ? await lockedPairing(tx).execute({ pairingId }) : [];
	if (!found) throw notFound();
	const subject: Subject = {
		personId: found.pairing.traineeId,
		unitPath: found.unitPath,
		mentorIds: [found.pairing.mentorId]
	};
	if (!can(ctx.actor, 'mentoring.pairing.read', subject).ok) throw notFound();
	const { pairing, unitPath, traineeName, mentorName } = found;
	return { ...pairing, unitPath, traineeName, mentorName };
}

const mentors = alias(people, 'mentors');
const lockedPairing = prepared((db) =>
	db
		.select({
			pairing: pairings,
			unitPath: units.path,
			traineeName: people.name,
			mentorName: mentors.name
		})
		.from(pairings)
		.innerJoin(people, eq(people.id, pairings.traineeId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(mentors, eq(mentors.id, pairings.mentorId))
		.where(eq(pairings.id, sql.placeholder('pairingId')))
		.for('update', { of: pairings })
		.prepare('locked_pairing')
);

/** The name of one of the two. */
export const nameIn = (pairing: LockedPairing, personId: string): string =>
	personId === pairing.mentorId ? pairing.mentorName : pairing.traineeName;

/** An entry with its state as of now, and its pairing locked. */
export async function lockEntry(tx: Database, ctx: Context, entryId: string) {
	const [place] = isId(entryId)
		? await tx
				.select({ pairingId: shadowingEntries.pairingId })
				.from(shadowingEntries)
				.where(eq(shadowingEntries.id, entryId))
		: [];
	if (!place) throw notFound();
	const pairing = await lockPairing(tx, ctx, place.pairingId);
	const [found] = await tx
		.select({ entry: shadowingEntries, state: entryState })
		.from(shadowingEntries)
		.leftJoin(answer, answersEntry)
		.leftJoin(correction, correctsEntry)
		.where(eq(shadowingEntries.id, entryId));
	if (!found) throw notFound();
	return { pairing, entry: found.entry, state: found.state };
}

/** Who acts, which must be the one whose signature it is: nobody, and no job, signs for another. */
export function signerIs(ctx: Context, personId: string): string {
	if (ctx.actor.kind !== 'person' || ctx.actor.personId !== personId) throw forbidden();
	return personId;
}

/** Who wrote an entry: whose `submit` stands under it. */
export async function authorOf(tx: Database, entryId: string): Promise<string> {
	const [row] = await tx
		.select({ signerId: shadowingSignatures.signerId })
		.from(shadowingSignatures)
		.where(and(eq(shadowingSignatures.entryId, entryId), eq(shadowingSignatures.act, 'submit')));
	if (!row) throw notFound();
	return row.signerId;
}

/** The first version of an entry that was corrected, perhaps more than once. */
export async function firstVersion(tx: Database, entryId: string): Promise<{ id: string; createdAt: Date }> {
	for (let next: string | null = entryId; ;) {
		const [row]: { id: string; createdAt: Date; replacesId: string | null }[] = await tx
			.select({
				id: shadowingEntries.id,
				createdAt: shadowingEntries.createdAt,
				replacesId: shadowingEntries.replacesId
			})
			.from(shadowingEntries)
			.where(eq(shadowingEntries.id, next ?? entryId));
		if (!row) throw notFound();
		if (!row.replacesId) return row;
		next = row.replacesId;
	}
}

/** The mentors of a person whose pairing has not ended. */
export async function mentorIdsOf(db: Database, personId: string): Promise<string[]> {
	const rows = await db
		.select({ mentorId: pairings.mentorId })
		.from(pairings)
		.where(and(eq(pairings.traineeId, personId), isNull(pairings.endedOn)));
	return rows.map((row) => row.mentorId);
}

/** Names by person, for notifications and audit. */
export async function namesOf(db: Database, ids: string[]): Promise<Map<string, string>> {
	const rows = await db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, ids));
	return new Map(rows.map((row) => [row.id, row.name]));
}
