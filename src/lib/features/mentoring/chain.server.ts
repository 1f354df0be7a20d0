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

/**
 * Adds a signature to the pairing's chain. The caller holds the lock on the pairing (`lockPairing`), so the chain
 * has one order. `end`: where the chain ends, when it was read under that lock.
 */
export async function addSignature(
	tx: Database,
	ctx: Context,
	input: NewSignature,
	end?: ChainEnd
): Promise<ChainEnd> {
	const [last] = end ? [end] : await lastOf(tx).execute({ pairingId: input.pairingId });
	const signature = {
		...input,
		...{
			entryId: input.entryId ?? null,
			agreementId: input.agreementId ?? null,
			detail: input.detail ?? null
		},
		...{ id: newId(ctx.now), format: FORMAT, signedAt: ctx.now },
		position: (last?.position ?? 0) + 1,
		prevHash: last?.hash ?? GENESIS
	};
	const hash = hashSignature(signature);
	await append(tx, { ...signature, hash });
	return { position: signature.position, hash };
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
