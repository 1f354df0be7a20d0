import { systemActor, type Actor } from '$lib/access/can';
import { handlersOf, listen, queueOf } from '$lib/server/application';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { JobSender } from '$lib/server/jobs/sender';
import { newId } from '$lib/shared/ids';
import { wiring } from '../../../src/wiring.server';

const DAY_MS = 86_400_000;
const MONTH_DAYS = 365.25 / 12;
/**
 * Whether a mentor was qualified is asked of the sessions of the last months only: three years ago nobody had come far
 * enough on the new ladder, and mentors were whom the branches named.
 */
const ASKED_LATELY = { queue: queueOf('mentoring.entry.submit', 'flag_unqualified'), months: 3 };

interface Scene {
	at: Date;
	order: number;
	play: (at: Date) => Promise<unknown>;
}

/**
 * History told by the commands themselves. Scenes are collected in any order and played by time, each under a clock
 * that stands at its own moment; the jobs that a scene queues run right after it, at that moment.
 */
export class Story {
	private readonly scenes: Scene[] = [];
	private readonly db: Database;
	private readonly queued: { queue: string; data: object }[] = [];
	private readonly handlers = handlersOf(wiring);
	private readonly jobs: JobSender = {
		// What is due later (the end of an attempt, say) is played by scenes of its own.
		send: async (_tx, queue, data, options) => {
			if (!options?.startAfter) this.queued.push({ queue, data });
		},
		wake: () => {}
	};

	/** All of it happens in the one transaction `tx`, so that a demo is there whole or not at all. */
	constructor(
		tx: Database,
		readonly today: Date
	) {
		listen(wiring);
		// A command's own transaction is this one: a failure ends the whole story, so it needs no savepoint.
		this.db = Object.create(tx, {
			transaction: { value: (work: (tx: Database) => unknown) => work(this.db) }
		}) as Database;
	}

	/** A moment so many months before today (negative: ahead), at an hour of the organisation's day. */
	ago(months: number, hour = 10, minute = 0): Date {
		const day = Math.floor((this.today.getTime() + 8 * 3_600_000) / DAY_MS) - Math.round(months * MONTH_DAYS);
		return new Date(day * DAY_MS + (hour - 8) * 3_600_000 + minute * 60_000);
	}

	/** A moment some days after another, on a working day, at an hour of the organisation's day. */
	after(moment: Date, days: number, hour = 10, minute = 0): Date {
		let day = Math.floor((moment.getTime() + 8 * 3_600_000) / DAY_MS) + days;
		// 1970-01-01 was a Thursday: 2 and 3 days on are Saturday and Sunday.
		while (day % 7 === 2 || day % 7 === 3) day++;
		return new Date(day * DAY_MS + (hour - 8) * 3_600_000 + minute * 60_000);
	}

	/** Adds a scene, unless its moment is still to come. */
	scene(at: Date, play: (at: Date) => Promise<unknown>): void {
		if (at.getTime() <= this.today.getTime()) this.scenes.push({ at, order: this.scenes.length, play });
	}

	context(actor: Actor, at: Date): Context {
		return { db: this.db, actor, now: at, locale: 'zh-CN', requestId: `demo-${newId(at)}`, jobs: this.jobs };
	}

	/** The context of a job or tool of ours at a moment. */
	system(at: Date): Context {
		return this.context(systemActor('demo'), at);
	}

	/** Plays everything; `progress` is told the share that is done. Returns the number of scenes. */
	async play(progress: (share: number) => void): Promise<number> {
		this.scenes.sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order);
		for (const [i, scene] of this.scenes.entries()) {
			await scene.play(scene.at);
			for (let job = this.queued.shift(); job; job = this.queued.shift()) {
				const early = scene.at < this.ago(ASKED_LATELY.months);
				if (early && job.queue === ASKED_LATELY.queue) continue;
				const handle = this.handlers[job.queue];
				await handle?.(this.context(systemActor(job.queue), scene.at), job.data as never);
			}
			if (i % 50 === 0) progress(i / this.scenes.length);
		}
		progress(1);
		return this.scenes.length;
	}
}
