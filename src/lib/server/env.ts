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
	/** What signing keys are sealed under; without it the demo makes one of its own, and others sign no credentials. */
	keySecret: process.env['JINJIE_KEY_SECRET'] ?? '',
	/** The organisation's key for PDFs, a PKCS#12 file; none when empty. */
	pdfKey: {
		file: process.env['JINJIE_PDF_P12'] ?? '',
		passphrase: process.env['JINJIE_PDF_P12_PASSPHRASE'] ?? ''
	},
	/** Whom somebody tells that a certificate looks forged: an e-mail address, a telephone number, or words. */
	reportTo: process.env['JINJIE_REPORT_TO'] ?? (demo ? 'certificates@jianghai.example' : ''),
	/** The port that `origin` is guessed with where the demo is not told its address. */
	port: Number(process.env['PORT'] ?? 3000),
	logLevel: process.env['LOG_LEVEL'] ?? 'info',
	/** Connections to a real server. */
	poolSize: Number(process.env['DATABASE_POOL'] ?? 10),
	zone: 'Asia/Shanghai'
} as const;
