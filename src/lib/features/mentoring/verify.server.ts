import { asc, eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { GENESIS, hashAgreement, hashEntry, hashSignature } from './hashes.server';
import { readLinks, readUnsigned, type Link } from './links.server';
import { pairings } from './tables.server';

export type ChainTable =
	'shadowing_entries' | 'shadowing_signatures' | 'pairing_agreements' | 'shadowing_pictures';

/**
 * The state of a pairing's chain. When broken, `row` names the first row that is not as it was signed: `gap` a
 * signature is missing, `link` it does not follow the one before, `signature` or `content` it was changed,
 * `unsigned` an entry or an agreement's version that nobody put their name to.
 */
export type PairingChain =
	| { intact: true; signatures: number; head: string }
	| {
			intact: false;
			signatures: number;
			why: 'gap' | 'link' | 'signature' | 'content' | 'unsigned';
			row: { table: ChainTable; id: string; position: number | null };
	  };

/** What is wrong with a link of the chain, as its rows are now; null when nothing is. */
type Fault = { why: 'gap' | 'link' | 'signature' | 'content'; table: ChainTable; id: string };

function faultOf(
	link: Link,
	before: { position: number; hash: string },
	contents: Map<string, string>
): Fault | null {
	const { signature } = link;
	const own = (why: Fault['why']): Fault => ({ why, table: 'shadowing_signatures', id: signature.id });
	if (signature.position !== before.position + 1) return own('gap');
	if (signature.prevHash !== before.hash) return own('link');
	if (!link.exact || hashSignature(signature) !== signature.hash) return own('signature');
	const { entryId, agreementId, pairingId } = signature;
	const id = entryId ?? agreementId ?? '';
	const changed = (): Fault => ({
		why: 'content',
		table: entryId ? 'shadowing_entries' : 'pairing_agreements',
		id
	});
	// The content stands with the first signature under it; those after it only have to name the same.
	const known = contents.get(id);
	if (known !== undefined) return known === signature.contentHash ? null : changed();
	const { content } = link;
	if (!content || content.row.pairingId !== pairingId || !content.exact) return changed();
	const { row, pictures } = content;
	const found = 'minutes' in row ? hashEntry(row, pictures) : hashAgreement(row);
	if (found !== row.contentHash || found !== signature.contentHash) return changed();
	contents.set(id, found);
	return null;
}

/**
 * Recomputes every hash of a pairing, those of the contents too, a few thousand at a time. `bytes`: the pictures'
 * hashes from their bytes, not as noted. Reads only, and asks no permission: the caller does.
 */
export async function verifyPairingChain(
	db: Database,
	pairingId: string,
	options: { bytes?: boolean } = {}
): Promise<PairingChain> {
	const contents = new Map<string, string>();
	let before = { position: 0, hash: GENESIS };
	for await (const link of readLinks(db, pairingId, options)) {
		const fault = faultOf(link, before, contents);
		if (fault) {
			const row = { table: fault.table, id: fault.id, position: link.signature.position };
			return { intact: false, signatures: before.position, why: fault.why, row };
		}
		before = { position: link.signature.position, hash: link.signature.hash };
	}
	const signatures = before.position;
	const broken = (why: 'content' | 'unsigned', table: ChainTable, id: string): PairingChain => ({
		intact: false,
		signatures,
		why,
		row: { table, id, position: null }
	});
	const { entryId, agreements } = await readUnsigned(db, pairingId);
	if (entryId) return broken('unsigned', 'shadowing_entries', entryId);
	const changed = agreements.find(({ contentHash, ...said }) => hashAgreement(said) !== contentHash);
	if (changed) return broken('content', 'pairing_agreements', changed.id);
	return { intact: true, signatures, head: before.hash };
}

export interface VerifiedChains {
	chains: number;
	/** Of all chains, up to where each is intact. */
	signatures: number;
	broken: { pairingId: string; chain: PairingChain & { intact: false } }[];
}

/** Verifies every pairing, or one, with the bytes of its pictures. Asks no permission: the caller does. */
export async function verifyAllChains(db: Database, only: string | null = null): Promise<VerifiedChains> {
	const all = await db
		.select({ id: pairings.id })
		.from(pairings)
		.where(only === null ? undefined : eq(pairings.id, only))
		.orderBy(asc(pairings.id));
	const found: VerifiedChains = { chains: all.length, signatures: 0, broken: [] };
	for (const { id: pairingId } of all) {
		const chain = await verifyPairingChain(db, pairingId, { bytes: true });
		found.signatures += chain.signatures;
		if (!chain.intact) found.broken.push({ pairingId, chain });
	}
	return found;
}
