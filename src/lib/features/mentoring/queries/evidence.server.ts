import { asc, eq } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { people } from '../../people/tables.server';
import { pairingAgreements, pairings, shadowingEntries, shadowingSignatures } from '../tables.server';
import { verifyPairingChain, type PairingChain } from '../verify.server';
import type { EntryState, Rubric, SignatureAct } from '../vocabulary';
import { selectEntries, selectPairings, toPairingRow, type PairingRow } from './rows.server';
import { termsOf, type Terms } from './terms.server';

/** A signature of the chain with what it is under. */
export interface ChainLine {
	position: number;
	at: Date;
	signer: string;
	act: SignatureAct;
	words: string;
	/** The session's day, or the agreement's version. */
	occurredOn: IsoDate | null;
	version: number | null;
	rubric: Rubric | null;
	hash: string;
}

export interface EvidenceSession {
	id: string;
	occurredOn: IsoDate;
	startedAt: Date | null;
	minutes: number;
	steps: number[];
	state: EntryState;
	rubric: Rubric;
	note: string;
}

/** Everything that a pairing has on record. */
export interface PairingEvidence {
	pairing: PairingRow & { endNote: string | null };
	terms: Terms;
	/** The first session first. */
	sessions: EvidenceSession[];
	lines: ChainLine[];
	chain: PairingChain;
}

const signer = alias(people, 'signer');

/** What an evidence report of a pairing is written from. Asks no permission: the caller does. */
export async function evidenceOf(
	ctx: Context,
	pairingId: string,
	unitPath: string
): Promise<PairingEvidence> {
	const [row] = await selectPairings(ctx.db, eq(pairings.id, pairingId)).query;
	const states = await selectEntries(ctx.db, eq(pairings.id, pairingId), 5000);
	const entries = await ctx.db
		.select()
		.from(shadowingEntries)
		.where(eq(shadowingEntries.pairingId, pairingId))
		.orderBy(asc(shadowingEntries.occurredOn), asc(shadowingEntries.createdAt), asc(shadowingEntries.id));
	const stateOf = new Map(states.map(({ id, state }) => [id, state]));
	const lines = await ctx.db
		.select({
			...{ position: shadowingSignatures.position, at: shadowingSignatures.signedAt, signer: signer.name },
			...{ act: shadowingSignatures.act, words: shadowingSignatures.words, hash: shadowingSignatures.hash },
			...{ detail: shadowingSignatures.detail, occurredOn: shadowingEntries.occurredOn },
			version: pairingAgreements.version
		})
		.from(shadowingSignatures)
		.innerJoin(signer, eq(signer.id, shadowingSignatures.signerId))
		.leftJoin(shadowingEntries, eq(shadowingEntries.id, shadowingSignatures.entryId))
		.leftJoin(pairingAgreements, eq(pairingAgreements.id, shadowingSignatures.agreementId))
		.where(eq(shadowingSignatures.pairingId, pairingId))
		.orderBy(asc(shadowingSignatures.position));
	return {
		pairing: { ...toPairingRow(row!, dateIn(ctx.now)), endNote: row!.pairing.endNote },
		terms: await termsOf(ctx.db, ctx, row!.pairing, unitPath),
		sessions: entries.map(({ id, occurredOn, startedAt, minutes, steps, rubric, note }) => ({
			...{ id, occurredOn, startedAt, minutes, steps, note },
			...{ rubric: rubric as Rubric, state: stateOf.get(id) ?? 'waiting' }
		})),
		lines: lines.map(({ detail, ...line }) => ({
			...line,
			rubric: (detail as { rubric?: Rubric } | null)?.rubric ?? null
		})),
		chain: await verifyPairingChain(ctx.db, pairingId)
	};
}
