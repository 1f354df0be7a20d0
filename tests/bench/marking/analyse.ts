// What the item analysis of a sitting takes: `tsx tests/bench/marking/analyse.ts <database url> <sitting>`. The job of the
// application, in a process of its own, from the database to the row that it writes. Prints as JSON: seconds, the most memory
// in megabytes, and what was found.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import type { Analysis } from '$lib/features/exams/analysis/analyse';
import { analyseSitting } from '$lib/features/exams/index.server';
import { sittingAnalyses } from '$lib/features/exams/tables.server';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';

const [url = '', sittingId = ''] = process.argv.slice(2);
const handle = await openServer(url, 2);
const { db } = handle;
const base = { db, actor: systemActor('bench'), now: new Date(), locale: 'zh-CN' as const };
let turn = performance.now();
let longest = 0;
/** How long others had to wait for their turn. */
const watch = setInterval(() => {
	longest = Math.max(longest, performance.now() - turn);
	turn = performance.now();
}, 1);
const started = performance.now();
turn = started;
const done = await analyseSitting({ ...base, requestId: randomUUID(), jobs: noJobs }, { sittingId });
const seconds = (performance.now() - started) / 1000;
clearInterval(watch);
if (!done) throw new Error('The sitting was not analysed.');
const [row] = await db.select().from(sittingAnalyses).where(eq(sittingAnalyses.sittingId, sittingId));
const { test, items } = (row!.figures as Analysis).all;
process.stdout.write(
	JSON.stringify({
		// In kilobytes: the most that the process ever held.
		...{ seconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1024), longest },
		...{ candidates: test.candidates, items: items.length, alpha: test.alpha }
	})
);
await handle.close();
