// A process of its own that writes to an embedded database until it is killed, and says which commits it was told of:
// `tsx tests/support/writer.ts <data folder> <template>`. Each commit is a line `<seq>` written before the next begins.
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemActor } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { openEmbedded } from '$lib/server/db/embedded';
import { withTransaction } from '$lib/server/db/transaction';
import { noJobs } from '$lib/server/jobs/sender';

const [folder = '', template = ''] = process.argv.slice(2);
const handle = await openEmbedded(
	folder,
	existsSync(join(folder, 'pg')) ? undefined : new Blob([readFileSync(template)])
);
await handle.migrate();
for (let n = 1; ; n++) {
	const ctx: Context = {
		db: handle.db,
		actor: systemActor('writer'),
		now: new Date(),
		locale: 'zh-CN',
		requestId: `${process.pid}-${n}`,
		jobs: noJobs
	};
	await withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: 'test.row.write',
			subject: { type: 'row', id: ctx.requestId },
			after: { text: '行'.repeat(500) }
		})
	);
	writeSync(1, `${ctx.requestId}\n`);
}
