import type { Database } from '$lib/server/db/database';
import { sqlState } from '$lib/server/db/transaction';
import { gathering } from './gather';
import type { SaveOutcome, SaveRequest } from './judge';
import { saveBatch } from './save-batch.server';

export type Saver = (request: SaveRequest) => Promise<SaveOutcome>;

const savers = new WeakMap<Database, Saver>();

/** The one way to save on this instance: what comes within a moment is committed together, and answered after that. */
export function saverOf(db: Database): Saver {
	const known = savers.get(db);
	if (known) return known;
	const saver = gathering<SaveRequest, SaveOutcome>((requests) => saveTogether(db, requests));
	savers.set(db, saver);
	return saver;
}

/** What one request carries must not cost others their answers: where the data fail a group, each is saved alone. */
async function saveTogether(db: Database, requests: SaveRequest[]): Promise<SaveOutcome[]> {
	try {
		return await saveBatch(db, requests);
	} catch (error) {
		if (requests.length === 1 || !/^2[23]/.test(sqlState(error) ?? '')) throw error;
		const outcomes: SaveOutcome[] = [];
		for (const request of requests) {
			const alone = saveBatch(db, [request]).catch((): SaveOutcome[] => [UNFIT]);
			outcomes.push(...(await alone));
		}
		return outcomes;
	}
}

const UNFIT: SaveOutcome = { ok: false, kind: 'invalid', code: 'exams.answer.unknown' };
