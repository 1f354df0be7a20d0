import { asc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database } from '$lib/server/db/database';
import { people } from '../../people/tables.server';
import { answer, answersEntry, correction, correctsEntry, entryState } from '../load.server';
import { shadowingEntries, shadowingFlags, shadowingSignatures } from '../tables.server';
import type { FlagKind } from '../vocabulary';
import type { EntrySignature, EntryVersion } from './entry.server';

/** What a rule found in an entry, and what HR said of it. */
export interface EntryFlag {
	id: string;
	kind: FlagKind;
	detail: Record<string, unknown>;
	raisedAt: Date;
	settledAt: Date | null;
	settledByName: string | null;
	cleared: boolean | null;
	note: string | null;
}

const settler = alias(people, 'settler');

/** The flags of an entry, the oldest first. */
export async function flagsOf(db: Database, entryId: string): Promise<EntryFlag[]> {
	const rows = await db
		.select({
			id: shadowingFlags.id,
			kind: shadowingFlags.kind,
			detail: shadowingFlags.detail,
			raisedAt: shadowingFlags.raisedAt,
			settledAt: shadowingFlags.settledAt,
			settledByName: settler.name,
			cleared: shadowingFlags.cleared,
			note: shadowingFlags.note
		})
		.from(shadowingFlags)
		.leftJoin(settler, eq(settler.id, shadowingFlags.settledBy))
		.where(eq(shadowingFlags.entryId, entryId))
		.orderBy(asc(shadowingFlags.raisedAt), asc(shadowingFlags.id));
	return rows as EntryFlag[];
}

/** The signatures under an entry in the order of the chain. */
export async function signaturesOf(db: Database, entryId: string): Promise<EntrySignature[]> {
	const rows = await db
		.select({
			act: shadowingSignatures.act,
			signerId: shadowingSignatures.signerId,
			signerName: people.name,
			words: shadowingSignatures.words,
			detail: shadowingSignatures.detail,
			at: shadowingSignatures.signedAt,
			position: shadowingSignatures.position,
			hash: shadowingSignatures.hash
		})
		.from(shadowingSignatures)
		.innerJoin(people, eq(people.id, shadowingSignatures.signerId))
		.where(eq(shadowingSignatures.entryId, entryId))
		.orderBy(asc(shadowingSignatures.position));
	return rows as EntrySignature[];
}

/** The versions of one session among the pairing's entries, from the first to the newest. */
export async function versionsOf(db: Database, pairingId: string, entryId: string): Promise<EntryVersion[]> {
	const rows = await db
		.select({
			id: shadowingEntries.id,
			replacesId: shadowingEntries.replacesId,
			nextId: correction.id,
			occurredOn: shadowingEntries.occurredOn,
			minutes: shadowingEntries.minutes,
			state: entryState,
			createdAt: shadowingEntries.createdAt
		})
		.from(shadowingEntries)
		.leftJoin(answer, answersEntry)
		.leftJoin(correction, correctsEntry)
		.where(eq(shadowingEntries.pairingId, pairingId));
	const byId = new Map(rows.map((row) => [row.id, row]));
	let first = byId.get(entryId);
	while (first?.replacesId) first = byId.get(first.replacesId);
	const versions: EntryVersion[] = [];
	for (let row = first; row; row = row.nextId ? byId.get(row.nextId) : undefined) {
		const { id, occurredOn, minutes, state, createdAt } = row;
		versions.push({ id, occurredOn, minutes, state, createdAt });
	}
	return versions;
}
