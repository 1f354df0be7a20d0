import { lastStart } from '../clock';
import { termsOf } from '../commands/start-attempt.server';
import type { sittings } from '../tables.server';

/** The last moment at which somebody may begin in a sitting, as epoch milliseconds. */
export const lastStartOf = (sitting: typeof sittings.$inferSelect): number =>
	lastStart(termsOf(sitting, { id: '', extraMinutes: 0, breakMinutes: 0 }));
