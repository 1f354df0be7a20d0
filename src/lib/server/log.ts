import { pino, stdSerializers } from 'pino';
import { env } from './env';

/**
 * A failed query's error carries its parameters (hashes, names, answers), in its message, its stack and as a field;
 * the log keeps the statement and drops them.
 */
function serializeError(error: Error) {
	const { params: _params, ...rest } = stdSerializers.err(error) as unknown as Record<string, unknown>;
	const bare = (text: unknown) => String(text).replace(/\nparams:[\s\S]*?(?=\n {4}at |\ncaused by|$)/g, '');
	return { ...rest, message: bare(rest['message']), stack: bare(rest['stack']) };
}

/** One JSON line per event on standard output. Never log a password, a session, an answer or a key. */
export const log = pino({ level: env.logLevel, base: undefined, serializers: { err: serializeError } });
