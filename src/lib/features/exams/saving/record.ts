import { newId } from '$lib/shared/ids';
import type { HeldAttempt, SaveRequest, SaveVerdict } from './judge';

/** Most characters of what a refused save carried that the record keeps. */
const MOST_KEPT = 20_000;
/** Refused saves of one attempt that an instance records: enough to see what happened, too few to fill a disk with. */
const MOST_REFUSED = 200;
const refusals = new Map<string, number>();

/** A row of `sitting_events`, as its insert reads it. */
interface EventRow {
	id: string;
	sitting: string;
	attempt: string;
	at: string;
	kind: string;
	by: string | null;
	data: object;
}

/** What of a save goes into the record: what its device noticed, or that it was refused and with what it carried. */
export function recordOf(
	request: SaveRequest,
	attempt: HeldAttempt | undefined,
	verdict: SaveVerdict
): EventRow[] {
	if (!attempt?.asker) return [];
	const { attemptId, arrived, answers, unread } = request;
	const row = (kind: string, age: number, data: object): EventRow => ({
		...{ id: newId(arrived), sitting: attempt.sittingId, attempt: attemptId, kind, data },
		// What a device says of its past is not older than the attempt.
		at: new Date(Math.max(attempt.startedAt, arrived.getTime() - age)).toISOString(),
		by: attempt.asker === attempt.personId ? null : attempt.asker
	});
	if (verdict.ok) return request.events.map(({ kind, ms, age }) => row(kind, age, { ms }));
	const before = refusals.get(attemptId) ?? 0;
	if ((!answers.length && !unread) || before >= MOST_REFUSED) return [];
	refusals.set(attemptId, before + 1);
	const carried = unread?.text ?? JSON.stringify(answers);
	const isWhole = !unread && carried.length <= MOST_KEPT;
	return [row('saveRefused', 0, { code: verdict.code, answers: isWhole ? answers : beginningOf(carried) })];
}

/** As much of a text as is kept, without what a database does not take. */
const beginningOf = (text: string) => text.slice(0, MOST_KEPT).replaceAll('\0', '').toWellFormed();
