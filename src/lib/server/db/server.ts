import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { env } from '../env';
import { PLANNED_ANEW, type Database, type DatabaseHandle } from './database';

const MIGRATION_LOCK = 7_205_001;

/** A real PostgreSQL through postgres.js. Lost connections are opened again by the driver. */
export async function openServer(url: string, poolSize: number): Promise<DatabaseHandle> {
	const client = postgres(url, { max: poolSize, onnotice: () => {}, connect_timeout: 10 });
	const db = drizzle(preparing(client)) as unknown as Database;
	return {
		kind: 'server',
		db,
		async run(text, values) {
			if (values?.length) return await client.unsafe(text, values as never[]);
			// Scripts open transactions of their own (those of the job queue do): they need one connection throughout.
			const own = await client.reserve();
			try {
				return (await own.unsafe(text).simple()) as unknown as Record<string, unknown>[];
			} catch (error) {
				await own.unsafe('rollback').catch(() => {});
				throw error;
			} finally {
				own.release();
			}
		},
		async migrate() {
			const own = postgres(url, { max: 1, onnotice: () => {} });
			try {
				await own`select pg_advisory_lock(${MIGRATION_LOCK})`;
				await migrate(drizzle(own), { migrationsFolder: env.migrationsDir });
			} finally {
				await own.end();
			}
		},
		// On a connection of its own, which the driver opens again when it is lost.
		listen: async (channel, hear) => void (await client.listen(channel, hear)),
		close: () => client.end({ timeout: 5 })
	};
}

/** A statement with more values than this is a list that comes again in another length: not worth keeping. */
const KEPT_VALUES = 60;
/** Without values only what reads: a migration may be several statements, which cannot be prepared. */
const QUESTION = /^\s*select\b/i;

/**
 * Drizzle sends each query through `unsafe` and says `prepare: false`, which costs two round trips and a plan every
 * time; as named prepared statements the same queries take a third of the time (measured on the sign-in query).
 */
function preparing<C extends object>(client: C): C {
	return new Proxy(client, {
		get(target, name) {
			const member = Reflect.get(target, name) as unknown;
			if (typeof member !== 'function') return member;
			if (name === 'unsafe') {
				return (text: string, values: unknown[] = [], options: object = {}) => {
					const isKept = values.length ? values.length <= KEPT_VALUES : QUESTION.test(text);
					const prepare = isKept && !text.startsWith(PLANNED_ANEW);
					return member.call(target, text, values, { ...options, prepare });
				};
			}
			if (name === 'begin' || name === 'savepoint') {
				return (...args: unknown[]) => {
					const work = args.pop() as (inner: object) => unknown;
					return member.call(target, ...args, (inner: object) => work(preparing(inner)));
				};
			}
			return member.bind(target);
		}
	});
}
