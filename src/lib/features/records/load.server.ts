import type { Database } from '$lib/server/db/database';
import { auditPart, peoplePart } from './parts/around.server';
import { attemptPart, holdsPart } from './parts/attempt.server';
import { markingPart, resultsPart } from './parts/marks.server';
import { keysPart, paperPart } from './parts/paper.server';
import { practicalPart } from './parts/practical.server';
import { appealsPart, regradesPart } from './parts/regrading.server';
import { answersPart, eventsPart } from './parts/written.server';

/** Everything that is kept of an attempt that was handed in. Asks no permission: the caller does. */
export async function loadRecord(db: Database, attemptId: string) {
	const attempt = await attemptPart(db, attemptId);
	const paper = await paperPart(db, attemptId);
	const results = await resultsPart(db, attemptId);
	const released = results.versions.some(({ releasedAt }) => releasedAt !== null);
	const [marking, holds, regrades, appeals] = [
		await markingPart(db, attemptId),
		await holdsPart(db, attemptId),
		await regradesPart(db, attemptId),
		await appealsPart(db, attemptId)
	];
	const settled = marking.filter(({ settled }) => settled);
	const ids = [...settled, ...holds, ...appeals].map(({ id }) => id);
	const parts = {
		...{ attempt, paper, results, marking, holds, regrades, appeals },
		keys: await keysPart(db, attempt, paper, released),
		answers: await answersPart(db, attempt),
		events: await eventsPart(db, attempt),
		practical: await practicalPart(db, attempt),
		audit: await auditPart(db, attempt, ids)
	};
	return { ...parts, people: await peoplePart(db, parts) };
}
export type RecordParts = Awaited<ReturnType<typeof loadRecord>>;
