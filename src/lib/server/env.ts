import { join, resolve } from 'node:path';

const root = resolve(process.env['JINJIE_ROOT'] ?? process.cwd());

/** The demo organisation and its sign-in panel. On by default only where no real server is named. */
const demo = (process.env['JINJIE_DEMO'] ?? (process.env['DATABASE_URL'] ? 'off' : 'on')) === 'on';

/** Everything that the environment sets, read once, with its default. */
export const env = {
	/** The project's folder: content/, drizzle/ and .data/ lie in it. */
	root,
	/** postgres://… of a real server; empty means the embedded one in `dataDir`. */
	databaseUrl: process.env['DATABASE_URL'] ?? '',
	dataDir: resolve(process.env['DATA_DIR'] ?? join(root, '.data')),
	contentDir: join(root, 'content'),
	migrationsDir: join(root, 'drizzle', 'migrations'),
	demo,
	/** How far the demo's clock stands ahead; a real installation has no such thing. */
	clockAheadMs: demo ? Number(process.env['JINJIE_CLOCK_AHEAD_MINUTES'] ?? 0) * 60_000 : 0,
	/** The address people use, for links in documents: falls back to the request's own. */
	origin: process.env['ORIGIN'] ?? '',
	logLevel: process.env['LOG_LEVEL'] ?? 'info',
	/** Connections to a real server. */
	poolSize: Number(process.env['DATABASE_POOL'] ?? 10),
	zone: 'Asia/Shanghai'
} as const;
