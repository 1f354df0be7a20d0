import type { Database } from '../db/database';

export interface SendOptions {
	/** The earliest time to run; now when absent. */
	startAfter?: Date;
}

/** Queues work inside a transaction, so that it exists exactly when the transaction's writes do. */
export interface JobSender {
	send(tx: Database, queue: string, data: object, options?: SendOptions): Promise<void>;
	/** Called after a commit: queued work need not wait for the next look. */
	wake(): void;
}

/** A sender that drops everything: for tools that read only. */
export const noJobs: JobSender = { send: async () => {}, wake: () => {} };
