import { newId } from '$lib/shared/ids';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { engageEntry } from './agenda.server';
import { addSignature, hashEntry } from './chain.server';
import type { LockedPairing } from './load.server';
import type { SessionContent } from './schema';
import { shadowingEntries } from './tables.server';

/** Writes an entry with the mentor's signature on it; the caller has decided and holds the pairing's lock. */
export async function submitEntry(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	content: SessionContent,
	replacesId: string | null
): Promise<{ id: string; contentHash: string; position: number; hash: string }> {
	const entry = {
		id: newId(ctx.now),
		pairingId: pairing.id,
		replacesId,
		occurredOn: content.occurredOn,
		minutes: content.minutes,
		steps: [...new Set(content.steps)].sort(),
		rubric: content.rubric,
		note: content.note.trim(),
		...{ startedAt: null, meeting: null, deviceId: null },
		createdAt: ctx.now
	};
	const contentHash = hashEntry(entry);
	await tx.insert(shadowingEntries).values({ ...entry, contentHash });
	const signature = await addSignature(tx, ctx, {
		pairingId: pairing.id,
		entryId: entry.id,
		contentHash,
		signerId: pairing.mentorId,
		act: 'submit',
		words: ''
	});
	await engageEntry(tx, ctx, pairing, entry);
	return { id: entry.id, contentHash, ...signature };
}
