import type { Database } from '$lib/server/db/database';
import { listProgress, type Progress } from './room-candidates.server';

/** Counting reads every version of every answer: the desks of a room share what was counted this long ago. */
const FRESH_MS = 10_000;

interface Counted {
	at: number;
	progress: Promise<Map<string, Progress>>;
}
const counted = new WeakMap<Database, Map<string, Counted>>();

/** How far the candidates of a room are, as of the last seconds; what is asked for with `exact`, as of now. */
export async function progressIn(
	db: Database,
	roomId: string,
	attemptIds: readonly string[],
	now: number,
	exact = false
): Promise<Map<string, Progress>> {
	const rooms = counted.get(db) ?? new Map<string, Counted>();
	counted.set(db, rooms);
	const known = rooms.get(roomId);
	if (known && !exact && Math.abs(now - known.at) < FRESH_MS) return known.progress;
	const progress = listProgress(db, attemptIds);
	rooms.set(roomId, { at: now, progress });
	// What failed is asked again.
	progress.catch(() => rooms.delete(roomId));
	for (const [id, { at }] of rooms) if (now - at > 100 * FRESH_MS) rooms.delete(id);
	return progress;
}
