import { randomUUID } from 'node:crypto';
import { systemActor } from '$lib/access/can';
import { defaultLocale } from '$lib/i18n/locales';
import { systemClock } from './clock';
import type { Context } from './context';
import type { DatabaseHandle } from './db/database';
import { JobRunner } from './jobs/boss';
import { setListeners } from './jobs/events';
import { env } from './env';
import { startLive } from './live';
import { log } from './log';

/** What runs when a job of a queue is due. Handlers may run twice for one job, and must not mind. */
export type Handler = (ctx: Context, data: never) => Promise<void>;

/** The one list of what happens by itself. */
export interface Wiring {
	/** job -> handler */
	jobs: Record<string, Handler>;
	/** event -> name of the reaction -> handler */
	reactions: Record<string, Record<string, Handler>>;
	/** What every instance does again and again, by name: for what cannot wait for the queue. */
	ticks: Record<string, { everyMs: number; run: (ctx: Context) => Promise<void> }>;
	/** job -> cron line in the organisation's zone */
	schedules: Record<string, string>;
}

/** An open database with its background jobs: what one instance consists of. */
export interface Application {
	handle: DatabaseHandle;
	jobs: JobRunner;
	systemContext(name: string): Context;
	stop(): Promise<void>;
}

/** Queue names and handlers of a wiring: jobs by their own name, reactions as `event:reaction`. */
export function handlersOf(wiring: Wiring): Record<string, Handler> {
	const handlers: Record<string, Handler> = { ...wiring.jobs };
	for (const [event, reactions] of Object.entries(wiring.reactions)) {
		for (const [name, handler] of Object.entries(reactions)) handlers[queueOf(event, name)] = handler;
	}
	return handlers;
}

export const queueOf = (event: string, reaction: string) => `${event}_${reaction}`;

/** Tells the events module which queues listen, so that `emit` can reach them. */
export function listen(wiring: Wiring): void {
	setListeners(
		Object.fromEntries(
			Object.entries(wiring.reactions).map(([event, reactions]) => [
				event,
				Object.keys(reactions).map((name) => queueOf(event, name))
			])
		)
	);
}

/** Starts the background jobs on an open, migrated database. */
export async function startApplication(handle: DatabaseHandle, wiring: Wiring): Promise<Application> {
	const jobs = new JobRunner(handle);
	await startLive(handle);
	const systemContext = (name: string): Context => ({
		db: handle.db,
		actor: systemActor(name),
		now: systemClock(),
		locale: defaultLocale,
		requestId: randomUUID(),
		jobs
	});
	listen(wiring);
	const handlers = Object.fromEntries(
		Object.entries(handlersOf(wiring)).map(([queue, handler]) => [
			queue,
			(data: never) => handler(systemContext(queue), data)
		])
	);
	await jobs.start(handlers, wiring.schedules, env.zone);
	const ticking = await Promise.all(
		Object.entries(wiring.ticks).map(([name, tick]) => startTick(tick, () => systemContext(name)))
	);
	return {
		handle,
		jobs,
		systemContext,
		async stop() {
			await Promise.all(ticking.map((stop) => stop()));
			await jobs.stop().catch((error) => log.error({ err: error }, 'jobs did not stop'));
			await handle.close();
		}
	};
}

/** Runs once before it returns, then again and again, never twice at once. Returns what ends it. */
async function startTick(
	{ everyMs, run }: Wiring['ticks'][string],
	context: () => Context
): Promise<() => Promise<void>> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let underWay = Promise.resolve();
	let isStopped = false;
	const turn = async () => {
		await run(context()).catch((error) => log.error({ err: error }, 'tick failed'));
		if (!isStopped) timer = setTimeout(() => (underWay = turn()), everyMs);
	};
	await turn();
	return () => {
		isStopped = true;
		clearTimeout(timer);
		return underWay;
	};
}
