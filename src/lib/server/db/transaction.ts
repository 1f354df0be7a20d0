import type { Context } from '../context';
import type { Database } from './database';

/** serialization_failure and deadlock_detected: the whole command may simply run again. */
const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

/** The SQLSTATE of a driver's error, also when Drizzle has wrapped it. */
export function sqlState(error: unknown): string | undefined {
	for (let e = error; e instanceof Error; e = e.cause) {
		const code = (e as Error & { code?: unknown }).code;
		if (typeof code === 'string') return code;
	}
	return undefined;
}

/** The name of the constraint that a write broke, to turn a race into the refusal that it is. */
export function brokenConstraint(error: unknown): string | undefined {
	for (let e = error; e instanceof Error; e = e.cause) {
		const named = e as Error & { constraint?: string; constraint_name?: string };
		const name = named.constraint_name ?? named.constraint;
		if (name) return name;
	}
	return undefined;
}

/**
 * Statements of a transaction that do not need each other's answers, sent at once and in this order: one wait instead of
 * several. All of them have ended when it ends, so that nothing of a command that failed comes after its rollback.
 */
export async function together<T extends readonly unknown[]>(
	...work: { [K in keyof T]: Promise<T[K]> }
): Promise<T> {
	await Promise.allSettled(work);
	return Promise.all(work) as unknown as Promise<T>;
}

/** Statements that open transactions have sent and not waited for. */
const unanswered = new WeakMap<Database, Promise<unknown>[]>();

/**
 * Leaves a statement whose answer the command does not need to the end of its transaction: the commit follows it at
 * once, and what it locks is held no longer than the database takes. If it fails, nothing of the command lasts.
 */
export async function untilCommit(tx: Database, sent: Promise<unknown>): Promise<void> {
	const others = unanswered.get(tx);
	if (!others) return void (await sent);
	others.push(sent);
	// Told by `withTransaction`.
	sent.catch(() => {});
}

/** What follows a failed statement fails with this, until the transaction ends. */
const ABORTED = '25P02';

/** What a transaction ended with; where a statement failed that nobody waited for, that is why the rest did. */
async function answerOf<T>(whole: Promise<T>, sent: readonly Promise<unknown>[]): Promise<T> {
	await Promise.allSettled([whole]);
	for (const one of await Promise.allSettled(sent))
		if (one.status === 'rejected' && sqlState(one.reason) !== ABORTED) throw one.reason;
	return whole;
}

/**
 * Runs a command's work in one transaction: all of it lasts or none. A deadlock or serialisation failure runs
 * it again; jobs that it queued are woken only after the commit.
 */
export async function withTransaction<T>(ctx: Context, work: (tx: Database) => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const sent: Promise<unknown>[] = [];
		try {
			const whole = ctx.db.transaction((tx) => {
				unanswered.set(tx as unknown as Database, sent);
				return work(tx as unknown as Database);
			});
			const result = await answerOf(whole, sent);
			ctx.jobs.wake();
			return result;
		} catch (error) {
			if (attempt >= ATTEMPTS || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
		}
	}
}
