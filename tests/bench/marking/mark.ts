// What marking a whole sitting takes beside reading its answers: `tsx tests/bench/marking/mark.ts <database url>`. Reads with
// the queries of marking, marks everybody, and reads again, so that both meet the machine in the same mood. Prints JSON.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { asc, count, isNull } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { auditLog } from '$lib/features/audit/tables.server';
import { markAttempts } from '$lib/features/exams/index.server';
import { listMarkable } from '$lib/features/exams/queries/markable.server';
import { attempts, attemptResults } from '$lib/features/exams/tables.server';
import type { Context } from '$lib/server/context';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';

const [url = ''] = process.argv.slice(2);
const handle = await openServer(url, 4);
const { db } = handle;
const ctx: Context = {
	...{ db, actor: systemActor('bench'), now: new Date(), locale: 'zh-CN', requestId: randomUUID() },
	jobs: noJobs
};
const rows = await db.select({ id: attempts.id }).from(attempts).orderBy(asc(attempts.id));
const attemptIds = rows.map(({ id }) => id);
/** As many at a time as marking takes. */
const AT_ONCE = 100;

async function timed(work: () => Promise<void>): Promise<number> {
	const started = performance.now();
	await work();
	return (performance.now() - started) / 1000;
}
let questions = 0;
const read = () =>
	timed(async () => {
		questions = 0;
		for (let from = 0; from < attemptIds.length; from += AT_ONCE) {
			const asked = await listMarkable(db, attemptIds.slice(from, from + AT_ONCE));
			for (const one of asked.values()) questions += one.length;
		}
	});

const cold = await read();
const before = await read();
let marked = 0;
const marking = await timed(async () => void (marked = (await markAttempts(ctx, { attemptIds })).length));
const after = await read();
const [results] = await db
	.select({ n: count() })
	.from(attemptResults)
	.where(isNull(attemptResults.supersededAt));
const [entries] = await db.select({ n: count() }).from(auditLog);
process.stdout.write(
	JSON.stringify({
		...{ cold, reading: (before + after) / 2, marking, marked, questions },
		...{ results: results!.n, entries: entries!.n }
	})
);
await handle.close();
