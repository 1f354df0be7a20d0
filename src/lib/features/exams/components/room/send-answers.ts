import type { ErrorCode } from '$lib/i18n/codes';
import type { AnswerState, NoticedEvent, SavedReply, SaveRefusal } from '../../types';

/** What came of sending: an answer, a refusal for good, or nothing (no network, a server that is away). */
export type SendOutcome =
	| { kind: 'saved'; reply: SavedReply }
	| { kind: 'refused'; code: ErrorCode }
	/** The clock stands: what was made before is taken when it goes on. */
	| { kind: 'paused' }
	| { kind: 'signedOut' }
	| { kind: 'unreachable' };

/** One request of the saver. */
export interface Sending {
	answers: readonly AnswerState[];
	events: readonly NoticedEvent[];
	/** Milliseconds since the youngest of the answers was made. */
	age: number;
	/** The page is out of sight or closing: the request must outlive it. */
	last: boolean;
}

const TIMEOUT_MS = 10_000;

/** Sends what a saver carries to the server, from a seat (null: whichever the device has). */
export async function sendAnswers(
	attemptId: string,
	seat: number | null,
	{ answers, events, age, last }: Sending
): Promise<SendOutcome> {
	try {
		const response = await fetch(`/attempt/${attemptId}/answers`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ answers, events, age, seat, away: last }),
			keepalive: last,
			redirect: 'error',
			...(last ? {} : { signal: AbortSignal.timeout(TIMEOUT_MS) })
		});
		if (response.ok) return { kind: 'saved', reply: (await response.json()) as SavedReply };
		if (response.status === 401) return { kind: 'signedOut' };
		if (![400, 403, 404, 409].includes(response.status)) return { kind: 'unreachable' };
		const { error } = (await response.json()) as SaveRefusal;
		return error.code === 'exams.attempt.paused' ? { kind: 'paused' } : { kind: 'refused', code: error.code };
	} catch {
		return { kind: 'unreachable' };
	}
}
