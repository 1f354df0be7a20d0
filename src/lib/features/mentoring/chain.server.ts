import { desc, eq, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { inserting, prepared, type Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { FORMAT, GENESIS, hashSignature } from './hashes.server';
import { shadowingSignatures } from './tables.server';
import type { SignatureAct } from './vocabulary';

/** What is signed, by whom and how: an entry or a version of the agreement. `detail` is covered by the hash. */
export type NewSignature = {
	pairingId: string;
	/** `hashEntry` or `hashAgreement` of what is signed. */
	contentHash: string;
	signerId: string;
	act: SignatureAct;
	words: string;
	detail?: Record<string, unknown>;
} & ({ entryId: string; agreementId?: undefined } | { agreementId: string; entryId?: undefined });

/** Where a chain ends: what the next signature follows. */
export interface ChainEnd {
	position: number;
	hash: string;
}

/** The end of a chain that has no signature yet. */
export const START: ChainEnd = { position: 0, hash: GENESIS };

/** The signature that follows where a chain ends. */
export function signatureAfter(
	end: ChainEnd,
	ctx: Context,
	input: NewSignature
): typeof shadowingSignatures.$inferSelect {
	const signature = {
		...input,
		...{
			entryId: input.entryId ?? null,
			agreementId: input.agreementId ?? null,
			detail: input.detail ?? null
		},
		...{ id: newId(ctx.now), format: FORMAT, signedAt: ctx.now },
		position: end.position + 1,
		prevHash: end.hash
	};
	return { ...signature, hash: hashSignature(signature) };
}

/**
 * Adds a signature to the pairing's chain. The caller holds the lock on the pairing (`lockPairing`), so the chain
 * has one order.
 */
export async function addSignature(tx: Database, ctx: Context, input: NewSignature): Promise<ChainEnd> {
	const [last] = await lastOf(tx).execute({ pairingId: input.pairingId });
	const signature = signatureAfter(last ?? START, ctx, input);
	await append(tx, signature);
	return { position: signature.position, hash: signature.hash };
}

const lastOf = prepared((db) =>
	db
		.select({ position: shadowingSignatures.position, hash: shadowingSignatures.hash })
		.from(shadowingSignatures)
		.where(eq(shadowingSignatures.pairingId, sql.placeholder('pairingId')))
		.orderBy(desc(shadowingSignatures.position))
		.limit(1)
		.prepare('last_signature')
);
const append = inserting(shadowingSignatures);
