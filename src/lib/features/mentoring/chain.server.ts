import { createHash } from 'node:crypto';
import { asc, desc, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import { shadowingEntries, shadowingSignatures } from './tables.server';
import type { SignatureAct } from './vocabulary';

type Entry = Omit<typeof shadowingEntries.$inferSelect, 'contentHash'>;
type Signature = Omit<typeof shadowingSignatures.$inferSelect, 'id' | 'pairingId' | 'hash'>;

const GENESIS = '0'.repeat(64);
const sha256 = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex');

/**
 * The hash of everything that an entry says: what a signer puts their name to. What entries of before did not say is
 * left out, so that their hashes hold.
 */
export const hashEntry = (entry: Entry): string =>
	sha256({
		id: entry.id,
		pairingId: entry.pairingId,
		replacesId: entry.replacesId,
		occurredOn: entry.occurredOn,
		minutes: entry.minutes,
		steps: entry.steps,
		rubric: entry.rubric,
		note: entry.note,
		...(entry.meeting !== null && { meeting: entry.meeting }),
		...(entry.startedAt !== null && { startedAt: entry.startedAt.toISOString() }),
		...(entry.deviceId !== null && { deviceId: entry.deviceId }),
		createdAt: entry.createdAt.toISOString()
	});

/** The hash of a signature, over the one before it: SHA-256 of the canonical JSON of what it says. */
export const hashSignature = (signature: Signature): string =>
	sha256({
		...(signature.entryId !== null && { entryId: signature.entryId }),
		...(signature.agreementId !== null && { agreementId: signature.agreementId }),
		...(signature.detail !== null && { detail: signature.detail }),
		contentHash: signature.contentHash,
		signerId: signature.signerId,
		act: signature.act,
		words: signature.words,
		signedAt: signature.signedAt.toISOString(),
		position: signature.position,
		prevHash: signature.prevHash
	});

/**
 * Adds a signature of the acting person to the pairing's chain. The caller holds the lock on the pairing, so the
 * chain has one order.
 */
export async function addSignature(
	tx: Database,
	ctx: Context,
	input: {
		pairingId: string;
		entryId: string;
		contentHash: string;
		signerId: string;
		act: SignatureAct;
		words: string;
	}
): Promise<{ position: number; hash: string }> {
	const [last] = await tx
		.select({ position: shadowingSignatures.position, hash: shadowingSignatures.hash })
		.from(shadowingSignatures)
		.where(eq(shadowingSignatures.pairingId, input.pairingId))
		.orderBy(desc(shadowingSignatures.position))
		.limit(1);
	const { pairingId, ...what } = input;
	const signature = {
		...{ agreementId: null, detail: null },
		...what,
		position: (last?.position ?? 0) + 1,
		prevHash: last?.hash ?? GENESIS,
		signedAt: ctx.now
	};
	const hash = hashSignature(signature);
	await tx.insert(shadowingSignatures).values({ ...signature, pairingId, hash, id: newId(ctx.now) });
	return { position: signature.position, hash };
}

/**
 * The state of a pairing's chain. When broken, `row` names the first row that is not as it was signed: `gap` a
 * signature is missing, `link` it does not follow the one before, `signature` or `content` it was changed,
 * `unsigned` an entry that nobody submitted.
 */
export type PairingChain =
	| { intact: true; signatures: number; head: string }
	| {
			intact: false;
			signatures: number;
			why: 'gap' | 'link' | 'signature' | 'content' | 'unsigned';
			row: { table: 'shadowing_entries' | 'shadowing_signatures'; id: string; position: number | null };
	  };

/** Recomputes every hash of a pairing, those of the entries' contents too. Reads only. */
export async function verifyPairingChain(db: Database, pairingId: string): Promise<PairingChain> {
	const entries = await db.select().from(shadowingEntries).where(eq(shadowingEntries.pairingId, pairingId));
	const byId = new Map(entries.map((entry) => [entry.id, entry]));
	const signed = new Set<string>();
	const signatures = await db
		.select()
		.from(shadowingSignatures)
		.where(eq(shadowingSignatures.pairingId, pairingId))
		.orderBy(asc(shadowingSignatures.position));
	let head = GENESIS;
	let count = 0;
	for (const { hash, ...signature } of signatures) {
		const broken = (why: 'gap' | 'link' | 'signature' | 'content', entryId?: string): PairingChain => ({
			intact: false,
			signatures: count,
			why,
			row: {
				table: entryId ? 'shadowing_entries' : 'shadowing_signatures',
				id: entryId ?? signature.id,
				position: signature.position
			}
		});
		if (signature.position !== count + 1) return broken('gap');
		if (signature.prevHash !== head) return broken('link');
		if (hashSignature(signature) !== hash) return broken('signature');
		const entry = signature.entryId !== null ? byId.get(signature.entryId) : undefined;
		if (!entry || entry.contentHash !== signature.contentHash || hashEntry(entry) !== entry.contentHash) {
			return broken('content', signature.entryId ?? undefined);
		}
		if (signature.act === 'submit') signed.add(entry.id);
		head = hash;
		count += 1;
	}
	const loose = entries.find((entry) => !signed.has(entry.id));
	if (loose) {
		const row = { table: 'shadowing_entries', id: loose.id, position: null } as const;
		return { intact: false, signatures: count, why: 'unsigned', row };
	}
	return { intact: true, signatures: count, head };
}
