import { building } from '$app/environment';
import {
	ADVANCE_CASES,
	advanceCases,
	REFRESH_STANDINGS,
	refreshStandings
} from '$lib/features/tiers/index.server';
import { isExamDay, judgeLeaving, servingSaves } from '$lib/features/exams/index.server';
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
	const held = globalThis as Held;
	return (held.jinjie ??= start());
}

/** `jinjieServe`: what the server asks before the framework, and what answers the requests that it takes. */
type Held = { jinjie?: Promise<Application>; jinjieServe?: ReturnType<typeof servingSaves> };

/** How long those who come back to an exam have the processor to themselves. */
const AFTER_EXAM_ROOM_MS = 20_000;

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
	(globalThis as Held).jinjieServe = servingSaves(handle.db, (attemptId) => {
		const ctx = application.systemContext('exams.leaving');
		judgeLeaving(ctx, { attemptId }).catch((error) =>
			log.error({ err: error, attemptId }, 'leaving not judged')
		);
	});
	await publishContent(application.systemContext('content'));
	const catchUp = (job: string, work: (ctx: Context) => Promise<unknown>) =>
		work(application.systemContext(job)).catch((error) => log.error({ err: error, job }, 'not caught up'));
	// Cases that fell due while nothing ran do not wait for the next hour, and the snapshot is taken after them.
	// Large organisations take a minute: pages show the snapshot as it is meanwhile. In the middle of an exam those who sit
	// it come back first.
	const isLater = await isExamDay(application.systemContext('exams.rooms.warm'));
	const catchingUp = setTimeout(
		() => void catchUp(ADVANCE_CASES, advanceCases).then(() => catchUp(REFRESH_STANDINGS, refreshStandings)),
		isLater ? AFTER_EXAM_ROOM_MS : 0
	);
	process.once('sveltekit:shutdown' as NodeJS.Signals, () => {
		clearTimeout(catchingUp);
		void application.stop().finally(() => process.exit(0));
	});
	return application;
}
