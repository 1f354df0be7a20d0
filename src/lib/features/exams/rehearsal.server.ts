import { listPool, type DrawnQuestion } from '$lib/features/bank/index.server';
import type { Database } from '$lib/server/db/database';
import { randomSource, shuffled } from '$lib/server/random';
import { conflict } from '$lib/shared/errors';

/** Questions of a rehearsal: enough to try every kind. */
export const REHEARSAL_QUESTIONS = 12;
const MARKS = 1;

/** Questions for practising, which everybody may know: a rehearsal gives nothing away. */
const listPractice = async (db: Database) =>
	(await listPool(db, 'practice')).filter(({ needsMarker }) => !needsMarker);

export async function demandRehearsalItems(db: Database): Promise<void> {
	if (!(await listPractice(db)).length) throw conflict('exams.sitting.rehearsal_none');
}

/** Draws papers to try the room with, of the bank's questions for practising; the bank is read once. */
export async function rehearsalDraw(db: Database): Promise<(seed: string) => DrawnQuestion[]> {
	const pool = await listPractice(db);
	if (!pool.length) throw conflict('exams.start.bank_impossible');
	return (seed) => {
		const below = randomSource(seed);
		return shuffled(pool, below)
			.slice(0, REHEARSAL_QUESTIONS)
			.map(({ versionId, choices }, i) => ({
				...{ position: i + 1, itemVersionId: versionId, marks: MARKS },
				optionOrder: shuffled(choices, below)
			}));
	};
}
