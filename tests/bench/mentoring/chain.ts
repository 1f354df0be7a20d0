// Verifying one pairing's chain of entries: `tsx tests/bench/mentoring/chain.ts <database url> <entries>`. Writes the
// entries as they are signed (one in two is countersigned), verifies them through one connection, and prints as JSON: entries, signatures,
// seconds, and the processor time of this process.
import '../../../src/cli/root.js';
import { verifyPairingChain } from '$lib/features/mentoring/verify.server';
import { FORMAT, GENESIS, hashEntry, hashSignature } from '$lib/features/mentoring/hashes.server';
import { shadowingEntries, shadowingSignatures } from '$lib/features/mentoring/tables.server';
import { openServer } from '$lib/server/db/server';
import { newId } from '$lib/shared/ids';
import { givenLanes } from './given';

const [url = '', count = '100000'] = process.argv.slice(2);
const handle = await openServer(url, 1);
await handle.migrate();
const [lane] = await givenLanes(handle.db, 1);
const { pairingId, mentor, trainee } = lane!;

const [last] = await handle.run(
	'select position, hash from shadowing_signatures where pairing_id = $1 order by position desc limit 1',
	[pairingId]
);
let position = Number(last?.['position'] ?? 0);
let prevHash = String(last?.['hash'] ?? GENESIS);
let at = Date.parse('2026-01-05T10:00:00Z');

/** A signature under an entry, the next in the chain. */
function sign(entry: { id: string; contentHash: string }, signerId: string, act: 'submit' | 'countersign') {
	const signedAt = new Date((at += 1000));
	const signature = {
		...{ id: newId(signedAt), entryId: entry.id, agreementId: null, pairingId, position: ++position },
		...{ signerId, act, detail: null, contentHash: entry.contentHash, prevHash, format: FORMAT, signedAt },
		words: act === 'countersign' ? '提问要先开放后具体，客户说得越多，方案越贴近。' : ''
	};
	prevHash = hashSignature(signature);
	return { ...signature, hash: prevHash };
}

for (let from = 0; from < Number(count); from += 1000) {
	const entries: (typeof shadowingEntries.$inferInsert)[] = [];
	const signatures: (typeof shadowingSignatures.$inferInsert)[] = [];
	for (let i = from; i < Math.min(from + 1000, Number(count)); i++) {
		const createdAt = new Date((at += 1000));
		const said = {
			...{ id: newId(createdAt), pairingId, replacesId: null, occurredOn: '2026-01-05', minutes: 60 },
			...{
				startedAt: new Date('2026-01-05T01:00:00Z'),
				steps: [(i % 7) + 1],
				meeting: 'visit',
				deviceId: null
			},
			rubric: { character: (i % 4) + 1, skill: 2, work: 3 },
			...{ note: '一同走访两家小微企业，完成开户资料核对与账户用途了解。', format: FORMAT, createdAt }
		};
		const entry = { ...said, contentHash: hashEntry(said) };
		entries.push(entry);
		signatures.push(sign(entry, mentor.id, 'submit'));
		if (i % 2) signatures.push(sign(entry, trainee.id, 'countersign'));
	}
	await handle.db.insert(shadowingEntries).values(entries);
	await handle.db.insert(shadowingSignatures).values(signatures);
}

// As the server does by itself before long.
await handle.run('analyze shadowing_entries, shadowing_signatures');

const before = process.cpuUsage();
const started = performance.now();
const chain = await verifyPairingChain(handle.db, pairingId);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
if (!chain.intact) throw new Error(`The chain is broken: ${JSON.stringify(chain)}`);
const cpu = (user + system) / 1e6;
process.stdout.write(JSON.stringify({ entries: Number(count), signatures: chain.signatures, seconds, cpu }));
await handle.close();
