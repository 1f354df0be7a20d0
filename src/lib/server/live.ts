import { sql } from 'drizzle-orm';
import type { Database, DatabaseHandle } from './db/database';

const CHANNEL = 'jinjie_live';

type Listener = () => void;

/** Who looks at what on this instance. In development modules are loaded anew; the connection that listens is not. */
const held = globalThis as { jinjieLive?: Map<string, Set<Listener>> };
const listeners: Map<string, Set<Listener>> = (held.jinjieLive ??= new Map());

/** Hears what every instance publishes, through one connection of this one. */
export async function startLive(handle: Pick<DatabaseHandle, 'listen'>): Promise<void> {
	await handle.listen(CHANNEL, (topic) => listeners.get(topic)?.forEach((listener) => listener()));
}

/**
 * Tells all who look at a topic that it has changed, on every instance, once the transaction is committed. Nothing of
 * what changed travels along: each reads it anew, and with it whether they still may.
 */
export async function publish(tx: Database, topic: string): Promise<void> {
	await tx.execute(sql`select pg_notify(${CHANNEL}, ${topic})`);
}

/** The same for many topics, in one statement. */
export async function publishAll(tx: Database, topics: readonly string[]): Promise<void> {
	if (!topics.length) return;
	await tx.execute(
		sql`select pg_notify(${CHANNEL}, topic) from jsonb_array_elements_text(${JSON.stringify(topics)}::text::jsonb) topic`
	);
}

/** Calls a listener after each change of a topic, until the function that it returns is called. */
export function subscribe(topic: string, listener: Listener): () => void {
	const own = listeners.get(topic) ?? new Set<Listener>();
	listeners.set(topic, own.add(listener));
	return () => {
		own.delete(listener);
		if (!own.size && listeners.get(topic) === own) listeners.delete(topic);
	};
}
