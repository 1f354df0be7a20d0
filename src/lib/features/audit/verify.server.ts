import { asc, gt } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { GENESIS, hashRow } from './record.server';
import { auditLog } from './tables.server';

export type ChainState =
	| { intact: true; entries: number; head: string }
	| { intact: false; entries: number; brokenAt: number; why: 'gap' | 'link' | 'content' };

const PAGE = 2000;

/** Walks the whole chain and names the first entry that is missing, unlinked or changed. Reads only. */
export async function verifyAuditChain(db: Database): Promise<ChainState> {
	let seq = 0;
	let head = GENESIS;
	for (;;) {
		const rows = await db
			.select()
			.from(auditLog)
			.where(gt(auditLog.seq, seq))
			.orderBy(asc(auditLog.seq))
			.limit(PAGE);
		for (const { hash, ...row } of rows) {
			const broken = (why: 'gap' | 'link' | 'content'): ChainState => ({
				intact: false,
				entries: seq,
				brokenAt: seq + 1,
				why
			});
			if (row.seq !== seq + 1) return broken('gap');
			if (row.prevHash !== head) return broken('link');
			if (hashRow(row) !== hash) return broken('content');
			seq = row.seq;
			head = hash;
		}
		if (rows.length < PAGE) return { intact: true, entries: seq, head };
	}
}
