import './root.js';
import { randomUUID } from 'node:crypto';
import { systemActor } from '$lib/access/can';
import { I18n } from '$lib/i18n/i18n';
import { loadCore } from '$lib/i18n/load';
import { negotiateLocale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { openDatabase } from '$lib/server/db/open';
import { noJobs } from '$lib/server/jobs/sender';
import { Refusal } from '$lib/shared/errors';

/** A reason to stop that is for the reader, without a trace. */
export class Stop extends Error {}

/**
 * Runs a tool on the database that the environment names, as a system actor, and ends the process: 0, or 1 after
 * words on standard error.
 */
export async function runTool(name: string, work: (ctx: Context) => Promise<void>): Promise<never> {
	const i18n = new I18n('en', await loadCore('en'));
	try {
		const handle = await openDatabase();
		try {
			await handle.migrate();
			const locale = negotiateLocale(process.env['LANG']?.replace('_', '-') ?? null);
			const ctx = {
				db: handle.db,
				actor: systemActor(name),
				now: new Date(),
				locale,
				requestId: randomUUID()
			};
			await work({ ...ctx, jobs: noJobs });
		} finally {
			await handle.close();
		}
	} catch (error) {
		console.error(explain(error, i18n));
		process.exit(1);
	}
	process.exit(0);
}

function explain(error: unknown, i18n: I18n): unknown {
	if (error instanceof Refusal) {
		const fields = Object.entries(error.fields).map(([field, code]) => `  ${field}: ${i18n.error(code)}`);
		return [i18n.error(error.code, error.params), ...fields].join('\n');
	}
	if (error instanceof Stop) return error.message;
	if (error instanceof Error && /is in use by process/.test(error.message)) {
		return `${error.message} Stop the site first (or name a real server in DATABASE_URL), then try again.`;
	}
	return error;
}
