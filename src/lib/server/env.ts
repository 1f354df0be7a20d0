import { join, resolve } from 'node:path';

const root = resolve(process.env['JINJIE_ROOT'] ?? process.cwd());

/** Everything that the environment sets, read once, with its default. */
export const env = {
	/** The project's folder: content/, drizzle/ and .data/ lie in it. */
	root,
	/** postgres://… of a real server; empty means the embedded one in `dataDir`. */
	databaseUrl: process.env['DATABASE_URL'] ?? '',
	dataDir: resolve(process.env['DATA_DIR'] ?? join(root, '.data')),
	contentDir: join(root, 'content'),
	migrationsDir: join(root, 'drizzle', 'migrations'),
	/** The demo organisation and its sign-in panel. On by default only where no real server is named. */
	demo: (process.env['JINJIE_DEMO'] ?? (process.env['DATABASE_URL'] ? 'off' : 'on')) === 'on',
	/** The address people use, for links in documents: falls back to the request's own. */
	origin: process.env['ORIGIN'] ?? '',
	logLevel: process.env['LOG_LEVEL'] ?? 'info',
	/** Connections to a real server. */
	poolSize: Number(process.env['DATABASE_POOL'] ?? 10),
	zone: 'Asia/Shanghai'
} as const;
