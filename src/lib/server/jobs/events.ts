import type { Context } from '../context';
import type { Database } from '../db/database';
import type { SendOptions } from './sender';

/**
 * What features tell those above them, by name of the event. Features add theirs by declaration merging:
 * `declare module '$lib/server/jobs/events' { interface Events { 'exam.result.released': { sittingId: string } } }`
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Events {}
export type EventName = keyof Events & string;

/** Jobs that a feature queues for itself, by queue; merged in the same way. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Jobs {}
export type JobName = keyof Jobs & string;

/** The queues that listen to an event; set once at start from the wiring. */
let listeners: Record<string, string[]> = {};
export const setListeners = (map: Record<string, string[]>) => {
	listeners = map;
};

/** Tells an event to its reactions: one job each, in the caller's transaction. */
export async function emit<E extends EventName>(
	tx: Database,
	ctx: Context,
	event: E,
	data: Events[E]
): Promise<void> {
	for (const queue of listeners[event] ?? []) await ctx.jobs.send(tx, queue, data as object);
}

/** Queues one of the feature's own jobs in the caller's transaction. */
export async function enqueue<J extends JobName>(
	tx: Database,
	ctx: Context,
	job: J,
	data: Jobs[J],
	options?: SendOptions
): Promise<void> {
	await ctx.jobs.send(tx, job, data as object, options);
}
