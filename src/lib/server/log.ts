import { pino } from 'pino';
import { env } from './env';

/** One JSON line per event on standard output. Never log a password, a session, an answer or a key. */
export const log = pino({ level: env.logLevel, base: undefined });
