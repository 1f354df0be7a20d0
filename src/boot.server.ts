import { building } from '$app/environment';
import {
	ADVANCE_CASES,
	advanceCases,
	REFRESH_STANDINGS,
	refreshStandings
} from '$lib/features/tiers/index.server';
import type { Context } from '$lib/server/context';
import { openDatabase } from '$lib/server/db/open';
import { env } from '$lib/server/env';
import { log } from '$lib/server/log';
import { startApplication, type Application } from '$lib/server/application';
import { publishContent } from './content.server';
import { wiring } from './wiring.server';

/** Opens, migrates, publishes new content, seeds the demo once, and starts the background jobs. */
export function boot(): Promise<Application> {
	// In development the hooks are loaded anew with each edit; the database is opened once.
	const held = globalThis as { jinjie?: Promise<Application> };
	return (held.jinjie ??= start());
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function start(): Promise<Application> {
	if (building) throw new Error('The build needs no database.');
	const handle = await openDatabase();
	await handle.migrate();
	if (env.demo) {
		const { seedDemo, demoSignIns } = await import('../drizzle/seed/demo');
		await seedDemo(handle, { log: say });
		process.once('jinjie:ready' as NodeJS.Signals, () => demoSignIns().forEach(say));
	}
	const application = await startApplication(handle, wiring);
	await publishContent(application.systemContext('content'));
	const catchUp = (job: string, work: (ctx: Context) => Promise<unknown>) =>
		work(application.systemContext(job)).catch((error) => log.error({ err: error, job }, 'not caught up'));
	// Cases that fell due while nothing ran do not wait for the next hour, and the snapshot is taken after them.
	// Large organisations take a minute: pages show the snapshot as it is meanwhile.
	void catchUp(ADVANCE_CASES, advanceCases).then(() => catchUp(REFRESH_STANDINGS, refreshStandings));
	process.once(
		'sveltekit:shutdown' as NodeJS.Signals,
		() => void application.stop().finally(() => process.exit(0))
	);
	return application;
}
