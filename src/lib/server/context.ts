import type { Actor } from '$lib/access/can';
import type { Locale } from '$lib/i18n/locales';
import type { Database } from './db/database';
import type { JobSender } from './jobs/sender';

/** Everything a command or query may know about the world: who asks, when, and through which database. */
export interface Context {
	readonly db: Database;
	readonly actor: Actor;
	/** The server's time of this request; the only "now" below. */
	readonly now: Date;
	readonly locale: Locale;
	readonly requestId: string;
	readonly jobs: JobSender;
}
