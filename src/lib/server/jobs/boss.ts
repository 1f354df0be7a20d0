import PgBoss from 'pg-boss';
import { statement, type Database, type DatabaseHandle } from '../db/database';
import { log } from '../log';
import type { JobSender } from './sender';

export type JobHandler = (data: never) => Promise<void>;

/** Runs the background jobs on the application's own database, embedded or real, through pg-boss. */
export class JobRunner implements JobSender {
	private readonly boss: PgBoss;
	private readonly workers: string[] = [];
	private woken = false;

	constructor(handle: DatabaseHandle) {
		this.boss = new PgBoss({
			db: {
				executeSql: async (text: string, values: unknown[]) => {
					// It leaves values out that it has not; PostgreSQL is told so.
					const encoded = values?.map((v) => (isData(v) ? JSON.stringify(v) : (v ?? null)));
					return { rows: await handle.run(text, encoded) };
				}
			},
			supervise: true,
			schedule: true
		});
		this.boss.on('error', (error) => log.error({ err: error }, 'job queue'));
	}

	/** Creates the queues, starts a worker for each and the schedules (queue -> cron line, in the given zone). */
	async start(
		handlers: Record<string, JobHandler>,
		schedules: Record<string, string>,
		zone: string
	): Promise<void> {
		await this.boss.start();
		const known = new Set((await this.boss.getQueues()).map((queue) => queue.name));
		for (const [queue, handler] of Object.entries(handlers)) {
			if (!known.has(queue)) {
				await this.boss.createQueue(queue, { name: queue, retryLimit: 5, retryDelay: 5, retryBackoff: true });
			}
			const id = await this.boss.work(queue, { batchSize: 50, pollingIntervalSeconds: 5 }, async (jobs) => {
				for (const job of jobs) {
					try {
						await handler(job.data as never);
					} catch (error) {
						// Failed by itself, so that it alone is tried again and not the whole batch.
						log.error({ err: error, queue, job: job.id }, 'job failed');
						await this.boss.fail(queue, job.id, { message: String(error) });
					}
				}
			});
			this.workers.push(id);
		}
		for (const [queue, cron] of Object.entries(schedules)) {
			await this.boss.schedule(queue, cron, {}, { tz: zone });
		}
	}

	async send(tx: Database, queue: string, data: object, options: { startAfter?: Date } = {}): Promise<void> {
		this.woken = true;
		await this.boss.send(queue, data, {
			...(options.startAfter ? { startAfter: options.startAfter } : {}),
			db: {
				executeSql: async (text: string, values: unknown[]) => {
					const result = (await tx.execute(statement(text, values))) as unknown;
					return { rows: Array.isArray(result) ? result : (result as { rows: unknown[] }).rows };
				}
			}
		});
	}

	wake(): void {
		if (!this.woken) return;
		this.woken = false;
		for (const id of this.workers) this.boss.notifyWorker(id);
	}

	async stop(): Promise<void> {
		await this.boss.stop({ graceful: true, timeout: 5000, wait: true });
	}
}

const isData = (value: unknown) =>
	value !== null && typeof value === 'object' && !(value instanceof Date) && !Array.isArray(value);
